using System.Text.Json;
using CnnTools.Core.Networks.Layers;
using CnnTools.Core.Text;

namespace CnnTools.Core.Networks;

/// <summary>A value in a network's JSON, with its place for messages. Each method reads one type and refuses every other with id
/// <c>NetworkInvalid</c>.</summary>
/// <param name="Element">The value.</param>
/// <param name="Place">Where it is: <c>The text, layer 2, property 'units'</c>.</param>
internal readonly record struct NetworkJsonValue(JsonElement Element, string Place)
{
    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => Element.ValueKind == JsonValueKind.Number;

    /// <summary>A whole number.</summary>
    public int Integer() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int number) ? number : throw Unexpected("a whole number");

    /// <summary>A number.</summary>
    public double Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double number) ? number : throw Unexpected("a number");

    /// <summary>True or false.</summary>
    public bool Boolean() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unexpected("true or false"),
    };

    /// <summary>A text.</summary>
    public string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Unexpected("a text in quotation marks");

    /// <summary>A value of an enumeration by its name. Numbers are refused: their meaning would change with the order of the names.</summary>
    public T Name<T>() where T : struct, Enum
    {
        if (Element.ValueKind != JsonValueKind.String) throw Unexpected(LayerProperty.OneOf<T>());
        string text = Element.GetString()!;
        string? name = Enum.GetNames<T>().FirstOrDefault(candidate => string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase));
        if (name is null) throw Error($"'{Shorten(text)}' is unknown.{Suggestion.For(text, Enum.GetNames<T>())} Expected {LayerProperty.OneOf<T>()}.{Hint(text)}");
        return Enum.Parse<T>(name);
    }

    /// <summary>An error about this value.</summary>
    public CnnException Error(string message) => new(NetworkError.InvalidId, CnnErrorCategory.InvalidData, $"{Place}: {message}", Place);

    /// <summary>An error about its type.</summary>
    public CnnException Unexpected(string expected) => Error($"expected {expected}; found {Shorten(Element.GetRawText())}.");

    /// <summary>A text for a message, cut where it is long.</summary>
    public static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    /// <summary>What to do about words of Keras that have no counterpart here because they are not needed.</summary>
    private static string Hint(string text) => text.ToUpperInvariant() switch
    {
        "SOFTMAX" => " Softmax is part of the loss: leave the activation of the last layer out.",
        "LINEAR" or "NONE" => " For no activation leave the property out.",
        _ => string.Empty,
    };
}
