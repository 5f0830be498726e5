using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Parameters;

/// <summary>A network as a hashtable: <c>Name</c>, <c>InputShape</c> (or <c>Height</c>, <c>Width</c>, <c>Channels</c>) and <c>Layers</c>, a list of
/// hashtables.</summary>
internal static class NetworkDefinition
{
    private const string Source = "The hashtable";

    // Layers inside layers add two levels each; a hashtable that holds itself would never end.
    private const int MaximumDepth = 3 + 2 * ShapeInference.MaximumNesting;

    /// <summary>Reads a definition. What is no property of a network or a layer is an error that names the layer.</summary>
    /// <param name="definition">The hashtable.</param>
    /// <exception cref="CnnException">It is no network: id <c>NetworkInvalid</c>.</exception>
    public static CnnNetwork Read(IDictionary definition)
    {
        JsonObject network = Object(definition, 0);
        string? shapeName = network.Select(static property => property.Key).FirstOrDefault(static key => key.Equals("InputShape", StringComparison.OrdinalIgnoreCase));
        if (shapeName is not null)
        {
            JsonNode? shape = network[shapeName];
            if (shape is not JsonArray { Count: 3 } sides)
                throw Invalid($"InputShape: expected height, width and channels, for instance 32, 32, 3; found {shape?.ToJsonString() ?? "nothing"}.");
            foreach (string side in (string[])["Height", "Width", "Channels"])
                if (network.Any(property => property.Key.Equals(side, StringComparison.OrdinalIgnoreCase))) throw Invalid($"InputShape and {side} say the same twice. Leave one out.");
            network.Remove(shapeName);
            (network["Height"], network["Width"], network["Channels"]) = (sides[0]?.DeepClone(), sides[1]?.DeepClone(), sides[2]?.DeepClone());
        }

        if (!network.Any(static property => property.Key.Equals("Name", StringComparison.OrdinalIgnoreCase))) network["Name"] = NetworkDraft.DefaultName;
        // One layer alone is a list of one, as PowerShell makes no difference between them.
        foreach (KeyValuePair<string, JsonNode?> property in network.ToArray())
            if (property.Key.ToUpperInvariant() is "LAYERS" or "LAYER" && property.Value is JsonObject) network[property.Key] = new JsonArray(property.Value.DeepClone());
        return NetworkJson.Parse(network.ToJsonString(), Source);
    }

    /// <summary>Reads a list of layers.</summary>
    /// <param name="layers">Hashtables or layers.</param>
    /// <exception cref="CnnException">They are no layers: id <c>NetworkInvalid</c>.</exception>
    public static CnnLayer[] ReadLayers(IEnumerable layers) => [.. NetworkJson.ParseLayers(List(layers, 0).ToJsonString(), "The list")];

    private static JsonObject Object(IDictionary values, int depth)
    {
        if (depth > MaximumDepth) throw TooDeep();
        var result = new JsonObject();
        foreach (DictionaryEntry entry in values)
        {
            string name = entry.Key.ToString()!;
            if (result.ContainsKey(name)) throw Invalid($"the property '{name}' occurs twice. Leave one out.");
            result[name] = Node(entry.Value, depth + 1);
        }

        return result;
    }

    private static JsonNode? Node(object? value, int depth) => value switch
    {
        null => null,
        IDictionary inner => Object(inner, depth),
        string text => JsonValue.Create(text),
        Enum name => JsonValue.Create(name.ToString()),
        bool or int or long or double or float or decimal or short or byte => JsonSerializer.SerializeToNode(value),
        CnnLayer layer => JsonSerializer.SerializeToNode(layer, LayerOptions),
        IEnumerable list => List(list, depth),
        _ => throw Invalid($"expected texts, numbers, lists and hashtables; found {value} ({value.GetType().Name})."),
    };

    private static JsonArray List(IEnumerable list, int depth)
    {
        if (depth > MaximumDepth) throw TooDeep();
        var result = new JsonArray();
        foreach (object? item in list) result.Add(Node(item, depth + 1));
        return result;
    }

    private static CnnException TooDeep() => Invalid($"expected a network and its layers; found values nested deeper than {MaximumDepth}.");

    private static readonly JsonSerializerOptions LayerOptions = new() { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    private static CnnException Invalid(string text) => new("NetworkInvalid", CnnErrorCategory.InvalidData, $"{Source}: {text}", null);
}
