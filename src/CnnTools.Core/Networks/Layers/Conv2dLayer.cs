namespace CnnTools.Core.Networks.Layers;

/// <summary>Two-dimensional convolution.</summary>
internal sealed class Conv2dLayer : WindowedLayer
{
    public override CnnLayerKind Kind => CnnLayerKind.Conv2d;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.Filters, LayerProperty.KernelSize];

    public override IReadOnlyList<LayerProperty> Optional =>
        [LayerProperty.Stride, LayerProperty.Padding, LayerProperty.PaddingSize, LayerProperty.Activation, LayerProperty.Initializer, LayerProperty.Bias];

    public override AffineRole AffineRole => AffineRole.AbsorbsAtOutput | AffineRole.AbsorbsAtInput;

    public override IEnumerable<LayerWeight> Weights(PlacedLayer layer) =>
        LayerWeight.WithBias([layer.Output.Channels, layer.Input.Channels, layer.KernelSize, layer.KernelSize], layer.HasBias);

    public override long Flops(PlacedLayer layer) => layer.Output.ValueCount * (2 * FanIn(layer) + (layer.HasBias ? 1 : 0));

    public override long FanIn(PlacedLayer layer) => (long)layer.Input.Channels * layer.KernelSize * layer.KernelSize;

    public override long FanOut(PlacedLayer layer) => (long)layer.Output.Channels * layer.KernelSize * layer.KernelSize;

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) =>
        OnnxOperators.Activate(graph, layer, graph.Node(layer.Name, "Conv", [input, .. OnnxOperators.WeightAndBias(graph, layer)], OnnxWindow(layer)));

    protected override bool HasOwnStride => true;
}
