namespace CnnTools.Core.Networks.Layers;

/// <summary>Largest value of each window.</summary>
internal sealed class MaxPool2dLayer : WindowedLayer
{
    public override CnnLayerKind Kind => CnnLayerKind.MaxPool2d;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.KernelSize];

    public override IReadOnlyList<LayerProperty> Optional => [LayerProperty.Stride, LayerProperty.Padding, LayerProperty.PaddingSize];

    // A negative factor turns maxima into minima.
    public override AffineRole AffineRole => AffineRole.CommutesIfPositive;

    public override long Flops(PlacedLayer layer) => layer.Output.ValueCount * layer.KernelSize * layer.KernelSize;

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) => graph.Node(layer.Name, "MaxPool", [input], OnnxWindow(layer));
}
