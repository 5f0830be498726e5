namespace CnnTools.Core.Networks.Layers;

/// <summary>Batch normalization over height, width and batch (Ioffe and Szegedy, 2015).</summary>
internal sealed class BatchNorm2dLayer : LayerType
{
    /// <summary>Small number added to the variance unless the layer states one (Keras' <c>BatchNormalization(epsilon)</c>).</summary>
    public const double DefaultEpsilon = 1e-3;

    /// <summary>Weight of a new batch in the running statistics unless the layer states one; Keras writes the same as <c>momentum=0.99</c>.</summary>
    public const double DefaultMomentum = 0.01;

    // In the order of the inputs of ONNX' BatchNormalization.
    private static readonly string[] s_parts = ["weight", "bias", "running_mean", "running_var"];

    public override CnnLayerKind Kind => CnnLayerKind.BatchNorm2d;

    public override IReadOnlyList<LayerProperty> Optional => [LayerProperty.Epsilon, LayerProperty.Momentum];

    public override LayerShape OutputShape(LayerPlace place)
    {
        place.RequirePlane();
        return place.Input;
    }

    public override IEnumerable<LayerWeight> Weights(PlacedLayer layer) =>
        s_parts.Select(part => new LayerWeight(part, [layer.Output.Channels], IsTrained: !part.StartsWith("running", StringComparison.Ordinal)));

    // A multiply-add per value, once the four numbers of a channel are joined to a factor and a summand.
    public override long Flops(PlacedLayer layer) => 2 * layer.Output.ValueCount;

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) => graph.Node(
        layer.Name, "BatchNormalization", [input, .. s_parts.Select(part => graph.Weight(layer, part))], new OnnxAttribute("epsilon", (float)(layer.Layer.Epsilon ?? DefaultEpsilon)));
}
