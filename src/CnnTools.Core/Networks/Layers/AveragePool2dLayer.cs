namespace CnnTools.Core.Networks.Layers;

/// <summary>Mean of each window over the pixels that lie in the image: padded pixels do not count, as in TensorFlow.</summary>
internal sealed class AveragePool2dLayer : WindowedLayer
{
    public override CnnLayerKind Kind => CnnLayerKind.AveragePool2d;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.KernelSize];

    public override IReadOnlyList<LayerProperty> Optional => [LayerProperty.Stride, LayerProperty.Padding, LayerProperty.PaddingSize];

    public override AffineRole AffineRole => AffineRole.Commutes;

    public override long Flops(PlacedLayer layer) => layer.Output.ValueCount * layer.KernelSize * layer.KernelSize;

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) =>
        graph.Node(layer.Name, "AveragePool", [input], [.. OnnxWindow(layer), new OnnxAttribute("count_include_pad", 0L)]);
}
