using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Layers one after another, inside another layer. Without layers it passes its input on.</summary>
internal sealed class LayerSequence : LayerModule
{
    private readonly IReadOnlyList<LayerModule> _layers;

    public LayerSequence(string name, IReadOnlyList<LayerModule> layers)
        : base(name)
    {
        _layers = layers;
        foreach (LayerModule layer in layers) register_module(layer.GetName(), layer);
    }

    public override Tensor forward(Tensor input) => LayerModules.Run(_layers, input);
}
