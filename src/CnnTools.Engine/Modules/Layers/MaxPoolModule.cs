using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Largest value of each window, and the activation of the convolution before it (<see cref="LayerModules.CreateAll"/>).</summary>
internal sealed class MaxPoolModule(LayerContext context) : LayerModule(context.Layer.OwnName)
{
    private readonly Func<Tensor, Tensor> _pool = WindowStages.MaxPool(context.Layer.KernelSize, context.Layer.Stride, context.Layer.Rows, context.Layer.Columns);
    private readonly CnnActivation? _activation = context.Activation;

    public override Tensor forward(Tensor input) => Activations.ApplyToOutput(_activation, _pool(input));
}
