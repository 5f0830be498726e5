using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Means over a grid of windows that covers the image.</summary>
internal sealed class AdaptiveAveragePoolModule(LayerContext context) : LayerModule(context.Layer.OwnName)
{
    private readonly long[] _size = [context.Layer.Output.Height, context.Layer.Output.Width];

    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, _size);
}
