using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Mean over the whole plane of each channel.</summary>
internal sealed class GlobalAveragePoolModule(LayerContext context) : LayerModule(context.Layer.OwnName)
{
    public override Tensor forward(Tensor input) => input.mean([2, 3]);
}
