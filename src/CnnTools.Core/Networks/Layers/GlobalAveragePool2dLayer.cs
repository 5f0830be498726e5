namespace CnnTools.Core.Networks.Layers;

/// <summary>Mean over the whole plane of each channel.</summary>
internal sealed class GlobalAveragePool2dLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.GlobalAveragePool2d;

    public override AffineRole AffineRole => AffineRole.Commutes;

    public override LayerShape OutputShape(LayerPlace place)
    {
        place.RequirePlane();
        return LayerShape.Flat(place.Input.Channels);
    }

    public override long Flops(PlacedLayer layer) => layer.Input.ValueCount;

    // ONNX keeps the two axes of length 1.
    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) =>
        OnnxOperators.Flatten(graph, layer.Name + ".flatten", graph.Node(layer.Name, "GlobalAveragePool", [input]));
}
