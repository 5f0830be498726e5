using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Adds channels of zeros behind those of the input.</summary>
internal sealed class PadChannelsModule(LayerContext context) : LayerModule(context.Layer.OwnName)
{
    // Counted from the last axis: columns, rows, channels.
    private readonly long[] _sides = [0, 0, 0, 0, 0, context.Layer.Output.Channels - context.Layer.Input.Channels];

    public override Tensor forward(Tensor input) => nn.functional.pad(input, _sides, PaddingModes.Constant, 0);
}
