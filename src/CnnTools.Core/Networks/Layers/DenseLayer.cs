namespace CnnTools.Core.Networks.Layers;

/// <summary>Fully connected layer.</summary>
internal sealed class DenseLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.Dense;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.Units];

    public override IReadOnlyList<LayerProperty> Optional => [LayerProperty.Activation, LayerProperty.Initializer, LayerProperty.Bias];

    public override AffineRole AffineRole => AffineRole.AbsorbsAtInput;

    public override LayerShape OutputShape(LayerPlace place) => place.Input.IsFlat
        ? LayerShape.Flat(place.Layer.Units!.Value)
        : throw place.Invalid($"Dense needs a row of features; found the plane {place.Input}. Put Flatten or GlobalAveragePool2d before it.");

    public override IEnumerable<LayerWeight> Weights(PlacedLayer layer) => LayerWeight.WithBias([layer.Output.Channels, layer.Input.Channels], layer.HasBias);

    public override long Flops(PlacedLayer layer) => layer.Output.ValueCount * (2 * FanIn(layer) + (layer.HasBias ? 1 : 0));

    public override long FanIn(PlacedLayer layer) => layer.Input.Channels;

    public override long FanOut(PlacedLayer layer) => layer.Output.Channels;

    // A dense layer's weights lie as (outputs, inputs), the transpose of Gemm's second factor.
    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) =>
        OnnxOperators.Activate(graph, layer, graph.Node(layer.Name, "Gemm", [input, .. OnnxOperators.WeightAndBias(graph, layer)], new OnnxAttribute("transB", 1L)));
}
