namespace CnnTools.Core.Networks.Layers;

/// <summary>Follows one image's shape through a network, layers inside layers included, and by that checks that they fit together.</summary>
internal sealed class LayerTree
{
    private readonly CnnNetwork _network;
    private int _count, _nested;
    private long _parameterCount;

    private LayerTree(CnnNetwork network) => _network = network;

    /// <summary>The network's layers, each checked and with its shapes.</summary>
    /// <param name="network">The network; its input has been checked.</param>
    /// <exception cref="CnnException">A layer's properties are wrong or it does not fit the one before: id <c>NetworkInvalid</c>, message with the layer's
    /// place and name.</exception>
    public static IReadOnlyList<PlacedLayer> Of(CnnNetwork network) =>
        new LayerTree(network).Place(network.Layers, "", "layers", LayerShape.Plane(network.Height, network.Width, network.Channels), depth: 0);

    private PlacedLayer[] Place(IReadOnlyList<CnnLayer> layers, string prefix, string path, LayerShape shape, int depth)
    {
        _count += layers.Count;
        if (_count > ShapeInference.MaximumLayerCount)
            throw NetworkError.About(_network, $"it has {_count} layers and more; at most {ShapeInference.MaximumLayerCount} are possible.");
        for (int i = 0; i < layers.Count; i++)
            if (layers[i] is null) throw NetworkError.About(_network, depth == 0 ? $"layer {i + 1} is null." : $"{path}[{i}] is null.");

        IReadOnlyList<string> names = LayerNames.Of(layers);
        var placed = new PlacedLayer[layers.Count];
        for (int i = 0; i < placed.Length; i++)
        {
            // The streams of the network's own layers are their positions, whatever lies inside other layers.
            int stream = depth == 0 ? i : ShapeInference.MaximumLayerCount + _nested++;
            placed[i] = Place(layers[i], prefix + names[i], Invariant($"{path}[{i}]"), stream, shape, depth);
            shape = placed[i].Output;
        }

        return placed;
    }

    private PlacedLayer Place(CnnLayer layer, string name, string path, int stream, LayerShape input, int depth)
    {
        LayerType type = LayerRules.Check(layer, text => NetworkError.AtLayer(_network, path, name, text));
        bool hasInner = layer.Body is not null || layer.Shortcut is not null;
        if (hasInner && depth == ShapeInference.MaximumNesting)
            throw NetworkError.AtLayer(_network, path, name,
                $"it lies inside {depth} layers and has layers inside itself; expected at most {ShapeInference.MaximumNesting} levels. Use fewer.");
        var place = new LayerPlace(
            _network, layer, name, path, input,
            Place(layer.Body ?? [], name + ".body.", path + ".body", input, depth + 1),
            Place(layer.Shortcut ?? [], name + ".shortcut.", path + ".shortcut", input, depth + 1));
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
