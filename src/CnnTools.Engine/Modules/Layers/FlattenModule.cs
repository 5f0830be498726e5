using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Channels and pixels as one row: channel, row, column.</summary>
internal sealed class FlattenModule(LayerContext context) : LayerModule(context.Layer.OwnName)
{
    public override Tensor forward(Tensor input) => input.flatten(1);
}
