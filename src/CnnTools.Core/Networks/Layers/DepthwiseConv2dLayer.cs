namespace CnnTools.Core.Networks.Layers;

/// <summary>Two-dimensional convolution of each channel by itself, with one filter per channel.</summary>
internal sealed class DepthwiseConv2dLayer : WindowedLayer
{
    public override CnnLayerKind Kind => CnnLayerKind.DepthwiseConv2d;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.KernelSize];

    public override IReadOnlyList<LayerProperty> Optional =>
        [LayerProperty.Stride, LayerProperty.Padding, LayerProperty.PaddingSize, LayerProperty.Activation, LayerProperty.Initializer, LayerProperty.Bias];

    public override AffineRole AffineRole => AffineRole.AbsorbsAtOutput | AffineRole.AbsorbsAtInput;

    public override IEnumerable<LayerWeight> Weights(PlacedLayer layer) =>
        LayerWeight.WithBias([layer.Output.Channels, 1, layer.KernelSize, layer.KernelSize], layer.HasBias);

    public override long Flops(PlacedLayer layer) => layer.Output.ValueCount * (2 * FanIn(layer) + (layer.HasBias ? 1 : 0));

    public override long FanIn(PlacedLayer layer) => (long)layer.KernelSize * layer.KernelSize;

    public override long FanOut(PlacedLayer layer) => (long)layer.KernelSize * layer.KernelSize;

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) => OnnxOperators.Activate(
        graph, layer, graph.Node(layer.Name, "Conv", [input, .. OnnxOperators.WeightAndBias(graph, layer)],
            [.. OnnxWindow(layer), new OnnxAttribute("group", (long)layer.Output.Channels)]));

    protected override bool HasOwnStride => true;
}
