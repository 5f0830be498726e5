using CnnTools.Engine.Torch;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Fully connected layer and its activation.</summary>
internal sealed class DenseModule(LayerContext context) : WeightedModule(context)
{
    private readonly CnnActivation? _activation = context.Activation;

    public override Tensor forward(Tensor input) => Activations.ApplyToOutput(_activation, MixedPrecision.Multiply(weight, bias, input, ComputeType));
}
