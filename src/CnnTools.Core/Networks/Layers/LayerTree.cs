namespace CnnTools.Core.Networks.Layers;

/// <summary>Follows one image's shape through a network, layers inside layers included, and by that checks that they fit together.</summary>
internal sealed class LayerTree
{
    private readonly CnnNetwork _network;
    private long _parameterCount;

    private LayerTree(CnnNetwork network) => _network = network;

    /// <summary>The network's layers, each checked and with its shapes.</summary>
    /// <param name="network">The network; its input has been checked.</param>
    /// <exception cref="CnnException">A layer's properties are wrong or it does not fit the one before: id <c>NetworkInvalid</c>, message with the layer's place and name.</exception>
    public static IReadOnlyList<PlacedLayer> Of(CnnNetwork network) => new LayerTree(network).Place(network.Layers);

    private PlacedLayer[] Place(IReadOnlyList<CnnLayer> layers)
    {
        IReadOnlyList<string> names = LayerNames.Of(layers);
        var placed = new PlacedLayer[layers.Count];
        LayerShape shape = LayerShape.Plane(_network.Height, _network.Width, _network.Channels);
        for (int i = 0; i < placed.Length; i++)
        {
            placed[i] = Place(layers[i], names[i], Invariant($"layer {i + 1}"), i, shape);
            shape = placed[i].Output;
        }

        return placed;
    }

    private PlacedLayer Place(CnnLayer layer, string name, string path, int stream, LayerShape input)
    {
        LayerType type = LayerRules.Check(layer, text => NetworkError.AtLayer(_network, path, name, text));
        var place = new LayerPlace(_network, layer, name, path, input, [], []);
        LayerShape output = type.OutputShape(place);
        if (output.ValueCount > ShapeInference.MaximumValueCount)
            throw place.Invalid(Invariant($"its output {output} has {output.ValueCount:N0} values per image; at most {ShapeInference.MaximumValueCount:N0} are possible. Use fewer filters or pools before it."));
        var placed = new PlacedLayer(place, type, stream, output);
        _parameterCount += placed.ParameterCount;
        if (_parameterCount > ShapeInference.MaximumParameterCount)
            throw place.Invalid(Invariant($"up to here the network has {_parameterCount:N0} parameters; at most {ShapeInference.MaximumParameterCount:N0} are possible. Use fewer filters or units, or pools before it."));
        return placed;
    }
}
