namespace CnnTools.Core.Networks.Layers;

/// <summary>An activation function on its own.</summary>
internal sealed class ActivationLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.Activation;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.Activation];

    public override LayerShape OutputShape(LayerPlace place) => place.Input;

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) => OnnxOperators.Activate(graph, layer, input);
}
