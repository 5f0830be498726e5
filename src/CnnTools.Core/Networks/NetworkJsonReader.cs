using System.Text.Json;
using CnnTools.Core.Text;

namespace CnnTools.Core.Networks;

/// <summary>Turns parsed JSON into a network. Checks the vocabulary and the types; whether the layers fit together is <see cref="ShapeInference"/>'s matter.</summary>
internal static class NetworkJsonReader
{
    private static readonly string[] NetworkProperties = ["name", "height", "width", "channels", "layers"];

    /// <summary>The properties of a layer besides its kind: how each changes the layer read so far.</summary>
    private static readonly (string Name, Func<CnnLayer, JsonElement, string, CnnLayer> Apply)[] LayerProperties =
    [
        ("filters", (layer, value, place) => layer with { Filters = Integer(value, place) }),
        ("kernelSize", (layer, value, place) => layer with { KernelSize = Integer(value, place) }),
        ("stride", (layer, value, place) => layer with { Stride = Integer(value, place) }),
        ("padding", (layer, value, place) => layer with { Padding = Name<CnnPadding>(value, place) }),
        ("units", (layer, value, place) => layer with { Units = Integer(value, place) }),
        ("rate", (layer, value, place) => layer with { Rate = Number(value, place) }),
        ("activation", (layer, value, place) => layer with { Activation = Name<CnnActivation>(value, place) }),
        ("initializer", (layer, value, place) => layer with { Initializer = Name<CnnInitializer>(value, place) }),
        ("bias", (layer, value, place) => layer with { Bias = Boolean(value, place) }),
        ("epsilon", (layer, value, place) => layer with { Epsilon = Number(value, place) }),
        ("momentum", (layer, value, place) => layer with { Momentum = Number(value, place) }),
    ];

    private static readonly string[] LayerPropertyNames = ["kind", .. LayerProperties.Select(property => property.Name)];

    /// <summary>Reads the root object.</summary>
    /// <param name="root">The JSON.</param>
    /// <param name="source">Where it comes from, as messages begin.</param>
    /// <exception cref="CnnException">Something is not in the vocabulary: id <c>NetworkInvalid</c>.</exception>
    public static CnnNetwork Read(JsonElement root, string source)
    {
        Dictionary<string, JsonElement> values = Properties(root, source, "network", NetworkProperties);
        JsonElement layers = Needed(values, "layers", source, "an array of layers");
        if (layers.ValueKind != JsonValueKind.Array) throw Unexpected($"{source}, property 'layers'", "an array of layers", layers);
        if (layers.GetArrayLength() > ShapeInference.MaximumLayerCount)
            throw Error($"{source} has {layers.GetArrayLength()} layers; at most {ShapeInference.MaximumLayerCount} are possible.", source);

        return new CnnNetwork
        {
            Name = Text(Needed(values, "name", source, "the network's name"), $"{source}, property 'name'"),
            Height = Integer(Needed(values, "height", source, "the input's height in pixels"), $"{source}, property 'height'"),
            Width = Integer(Needed(values, "width", source, "the input's width in pixels"), $"{source}, property 'width'"),
            Channels = Integer(Needed(values, "channels", source, "the input's channels, 1 or 3"), $"{source}, property 'channels'"),
            Layers = [.. layers.EnumerateArray().Select((layer, index) => ReadLayer(layer, $"{source}, layer {index + 1}"))],
        };
    }

    private static CnnLayer ReadLayer(JsonElement element, string place)
    {
        Dictionary<string, JsonElement> values = Properties(element, place, "layer", LayerPropertyNames);
        JsonElement kind = Needed(values, "kind", place, OneOf<CnnLayerKind>());
        var layer = new CnnLayer { Kind = Name<CnnLayerKind>(kind, $"{place}, property 'kind'") };
        foreach ((string name, Func<CnnLayer, JsonElement, string, CnnLayer> apply) in LayerProperties)
            if (values.TryGetValue(name, out JsonElement value)) layer = apply(layer, value, $"{place}, property '{name}'");
        return layer;
    }

    /// <summary>An object's properties by name, nulls left out. Every name must be allowed and occur once.</summary>
    private static Dictionary<string, JsonElement> Properties(JsonElement element, string place, string what, string[] allowed)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Unexpected(place, $"a {what} as an object {{ ... }}", element);
        var values = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            // Files say "layer", objects say Layers.
            string name = allowed == NetworkProperties && property.Name.Equals("layer", StringComparison.OrdinalIgnoreCase) ? "layers" : property.Name;
            if (!allowed.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw Error($"{place}: a {what} has no property '{Shorten(name)}'.{Suggestion.For(name, allowed)} Allowed are {string.Join(", ", allowed)}.", place);
            if (!seen.Add(name)) throw Error($"{place}: the property '{name}' occurs twice. Leave one out.", place);
            if (property.Value.ValueKind != JsonValueKind.Null) values.Add(name, property.Value);
        }
        return values;
    }

    private static JsonElement Needed(Dictionary<string, JsonElement> values, string name, string place, string expected) =>
        values.TryGetValue(name, out JsonElement value) ? value : throw Error($"{place}: the property '{name}' is missing; expected {expected}.", place);

    private static int Integer(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Unexpected(place, "a whole number", value);

    private static double Number(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : throw Unexpected(place, "a number", value);

    private static bool Boolean(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unexpected(place, "true or false", value),
    };

    private static string Text(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Unexpected(place, "a text in quotation marks", value);

    /// <summary>A value of an enumeration by its name. Numbers are refused: their meaning would change with the order of the names.</summary>
    private static T Name<T>(JsonElement value, string place) where T : struct, Enum
    {
        if (value.ValueKind != JsonValueKind.String) throw Unexpected(place, OneOf<T>(), value);
        string text = value.GetString()!;
        string? name = Enum.GetNames<T>().FirstOrDefault(candidate => string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase));
        if (name is null)
            throw Error($"{place}: '{Shorten(text)}' is unknown.{Suggestion.For(text, Enum.GetNames<T>())} Expected {OneOf<T>()}.{Hint(text)}", place);
        return Enum.Parse<T>(name);
    }

    /// <summary>What to do about words of Keras that have no counterpart here because nothing has to be said.</summary>
    private static string Hint(string text) => text.ToUpperInvariant() switch
    {
        "SOFTMAX" => " Softmax is part of the loss: leave the activation of the last layer out.",
        "LINEAR" or "NONE" => " For no activation leave the property out.",
        _ => string.Empty,
    };

    private static string OneOf<T>() where T : struct, Enum => "one of " + string.Join(", ", Enum.GetNames<T>());

    private static CnnException Unexpected(string place, string expected, JsonElement found) => Error($"{place}: expected {expected}; found {Shorten(found.GetRawText())}.", place);

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static CnnException Error(string message, string place) => new(NetworkError.InvalidId, CnnErrorCategory.InvalidData, message, place);
}
