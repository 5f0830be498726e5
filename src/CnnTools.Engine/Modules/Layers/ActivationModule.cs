using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>An activation function on its own.</summary>
internal sealed class ActivationModule(LayerContext context) : LayerModule(context.Layer.OwnName)
{
    private readonly CnnActivation _activation = context.Activation!.Value;

    public override Tensor forward(Tensor input) => Activations.Apply(_activation, input);
}
