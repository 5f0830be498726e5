namespace CnnTools.Core.Networks.Layers;

/// <summary>Sets random values to zero in training (Srivastava et al., 2014).</summary>
internal sealed class DropoutLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.Dropout;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.Rate];

    public override AffineRole AffineRole => AffineRole.Commutes;

    public override LayerShape OutputShape(LayerPlace place) => place.Input;

    // What is kept was scaled up in training, so that dropout changes nothing when the network is used.
    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) => input;
}
