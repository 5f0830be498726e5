namespace CnnTools.Core.Networks.Layers;

/// <summary>Normalization of each image by itself, over groups of channels (Wu and He, 2018, arXiv:1803.08494): the same in training and evaluation, whatever
/// the batch.</summary>
internal sealed class GroupNormLayer : LayerType
{
    /// <summary>Small number added to the variance unless the layer states one (Keras' <c>GroupNormalization(epsilon)</c>).</summary>
    public const double DefaultEpsilon = 1e-3;

    public override CnnLayerKind Kind => CnnLayerKind.GroupNorm;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.Groups];

    public override IReadOnlyList<LayerProperty> Optional => [LayerProperty.Epsilon];

    public override LayerShape OutputShape(LayerPlace place)
    {
        place.RequirePlane();
        int groups = place.Layer.Groups!.Value;
        return place.Input.Channels % groups == 0
            ? place.Input
            : throw place.Invalid($"{groups} groups do not divide the {place.Input.Channels} channels of its input; expected Groups that divide them.");
    }

    public override IEnumerable<LayerWeight> Weights(PlacedLayer layer) => LayerWeight.WithBias([layer.Output.Channels], bias: true);

    // Per value: mean (1), variance (difference, square, sum: 3), and a multiply-add once the numbers of its channel are joined (2).
    public override long Flops(PlacedLayer layer) => 6 * layer.Output.ValueCount;

    // The operator set has no group normalization yet. An instance normalization of groups laid out as channels is the same, but for factor and summand,
    // which belong to channels.
    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input)
    {
        int groups = layer.Layer.Groups!.Value, channels = layer.Output.Channels;
        string name = layer.Name;
        string grouped = graph.Node(name + ".grouped", "Reshape", [input, graph.Constant(name + ".groups_shape", [0L, groups, -1])]);
        string ones = graph.Constant(name + ".ones", [groups], [.. Enumerable.Repeat(1f, groups)]);
        string zeros = graph.Constant(name + ".zeros", [groups], new float[groups]);
        string normalized = graph.Node(name + ".normalized", "InstanceNormalization", [grouped, ones, zeros],
            new OnnxAttribute("epsilon", (float)(layer.Layer.Epsilon ?? DefaultEpsilon)));
        string plane = graph.Node(name + ".plane", "Reshape",
            [normalized, graph.Constant(name + ".plane_shape", [0L, channels, layer.Output.Height, layer.Output.Width])]);
        string scaled = graph.Node(name + ".scaled", "Mul", [plane, PerChannel("weight")]);
        return graph.Node(name, "Add", [scaled, PerChannel("bias")]);

        string PerChannel(string part) =>
            graph.Node($"{name}.{part}.plane", "Reshape", [graph.Weight(layer, part), graph.Constant($"{name}.{part}.shape", [1L, channels, 1, 1])]);
    }
}
