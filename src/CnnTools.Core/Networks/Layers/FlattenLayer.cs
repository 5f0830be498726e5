namespace CnnTools.Core.Networks.Layers;

/// <summary>Turns channels and pixels into one row of features: channel, row, column.</summary>
internal sealed class FlattenLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.Flatten;

    public override AffineRole AffineRole => AffineRole.Commutes;

    public override LayerShape OutputShape(LayerPlace place) => LayerShape.Flat((int)place.Input.ValueCount);

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) => OnnxOperators.Flatten(graph, layer.Name, input);
}
