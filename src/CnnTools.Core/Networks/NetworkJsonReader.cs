using System.Text.Json;
using CnnTools.Core.Networks.Layers;
using CnnTools.Core.Text;

namespace CnnTools.Core.Networks;

/// <summary>Turns parsed JSON into a network. Checks the vocabulary and the types; whether the layers fit together is <see cref="ShapeInference"/>'s
/// matter.</summary>
internal static class NetworkJsonReader
{
    private static readonly string[] s_networkProperties = ["name", "height", "width", "channels", "layers"];

    private static readonly string[] s_layerProperties = ["kind", .. LayerProperty.All.Select(static property => property.JsonName)];

    /// <summary>Reads the root object.</summary>
    /// <param name="root">The JSON.</param>
    /// <param name="source">Where it comes from, as messages begin.</param>
    /// <exception cref="CnnException">Something is not in the vocabulary: id <c>NetworkInvalid</c>.</exception>
    public static CnnNetwork Read(JsonElement root, string source)
    {
        Dictionary<string, JsonElement> values = Properties(new(root, source), "network", s_networkProperties);
        return new CnnNetwork
        {
            Name = Required("name", "the network's name").Text(),
            Height = Required("height", "the input's height in pixels").Integer(),
            Width = Required("width", "the input's width in pixels").Integer(),
            Channels = Required("channels", "the input's channels, 1 or 3").Integer(),
            Layers = ReadLayers(Required("layers", "an array of layers"), source + ", layer "),
        };

        NetworkJsonValue Required(string name, string expected) => NetworkJsonReader.Required(values, name, source, expected);
    }

    /// <summary>Reads a list of layers that stands alone.</summary>
    /// <param name="root">The JSON.</param>
    /// <param name="source">Where it comes from, as messages begin.</param>
    public static CnnLayer[] ReadLayers(JsonElement root, string source) => ReadLayers(new NetworkJsonValue(root, source));

    /// <summary>Reads the layers inside a layer.</summary>
    public static CnnLayer[] ReadLayers(NetworkJsonValue list) => ReadLayers(list, list.Place + ", layer ");

    private static CnnLayer[] ReadLayers(NetworkJsonValue list, string place)
    {
        if (list.Element.ValueKind != JsonValueKind.Array) throw list.Unexpected("an array of layers");
        int count = list.Element.GetArrayLength();
        if (count > ShapeInference.MaximumLayerCount) throw list.Error($"it has {count} layers; at most {ShapeInference.MaximumLayerCount} are possible.");
        return [.. list.Element.EnumerateArray().Select((layer, index) => ReadLayer(new(layer, $"{place}{index + 1}")))];
    }

    private static CnnLayer ReadLayer(NetworkJsonValue json)
    {
        Dictionary<string, JsonElement> values = Properties(json, "layer", s_layerProperties);
        var layer = new CnnLayer { Kind = Required(values, "kind", json.Place, LayerProperty.OneOf<CnnLayerKind>()).Name<CnnLayerKind>() };
        foreach (LayerProperty property in LayerProperty.All)
            if (values.TryGetValue(property.JsonName, out JsonElement value)) layer = property.Apply(layer, new(value, $"{json.Place}, property '{property.JsonName}'"));
        return layer;
    }

    /// <summary>An object's properties by name, nulls left out. Every name must be allowed and occur once.</summary>
    private static Dictionary<string, JsonElement> Properties(NetworkJsonValue json, string what, string[] allowed)
    {
        if (json.Element.ValueKind != JsonValueKind.Object) throw json.Unexpected($"a {what} as an object {{ ... }}");
        var values = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in json.Element.EnumerateObject())
        {
            // Files say "layer", objects say Layers.
            string name = allowed == s_networkProperties && property.Name.Equals("layer", StringComparison.OrdinalIgnoreCase) ? "layers" : property.Name;
            if (!allowed.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw json.Error($"a {what} has no property '{NetworkJsonValue.Shorten(name)}'.{Suggestion.For(name, allowed)} Allowed are {string.Join(", ", allowed)}.");
            if (!seen.Add(name)) throw json.Error($"the property '{name}' occurs twice. Leave one out.");
            if (property.Value.ValueKind != JsonValueKind.Null) values.Add(name, property.Value);
        }

        return values;
    }

    private static NetworkJsonValue Required(Dictionary<string, JsonElement> values, string name, string place, string expected) => values.TryGetValue(name, out JsonElement value)
        ? new(value, $"{place}, property '{name}'")
        : throw new NetworkJsonValue(default, place).Error($"the property '{name}' is missing; expected {expected}.");
}
