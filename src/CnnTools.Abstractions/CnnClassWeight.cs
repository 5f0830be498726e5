using System.Globalization;

namespace CnnTools;

/// <summary>How much each class counts in the training loss: all the same, in inverse proportion to how often it occurs, or by given weights.</summary>
/// <remarks>Reads <c>Balanced</c>, <c>None</c>, a weight a class in label order (<c>1,2,0.5</c>), and weights by class name (<c>cat=2,dog=0.5</c>; a class not
/// named has weight 1).</remarks>
public sealed class CnnClassWeight : IEquatable<CnnClassWeight>
{
    private readonly string _text;

    private CnnClassWeight(string text) => _text = text;

    /// <summary>Weights in label order.</summary>
    /// <param name="values">A weight a class, each finite and at least 0, one of them above 0.</param>
    /// <exception cref="CnnException">A weight is out of its range: id <c>OptionInvalid</c>.</exception>
    public CnnClassWeight(IEnumerable<double> values)
    {
        Values = [.. values ?? throw new ArgumentNullException(nameof(values))];
        foreach (double value in Values) Check(value);
        _text = string.Join(",", Values.Select(static value => value.ToString(CultureInfo.InvariantCulture)));
        if (!Values.Any(static value => value > 0)) throw Invalid(_text);
    }

    /// <summary>Weights by class name.</summary>
    /// <param name="weights">The classes whose weight is not 1; each weight finite and at least 0.</param>
    /// <exception cref="CnnException">There is none, or one is out of its range: id <c>OptionInvalid</c>.</exception>
    public CnnClassWeight(IReadOnlyDictionary<string, double> weights)
    {
        ByName = new SortedDictionary<string, double>((weights ?? throw new ArgumentNullException(nameof(weights))).ToDictionary(static pair => pair.Key, static pair => pair.Value), StringComparer.Ordinal);
        foreach (double value in ByName.Values) Check(value);
        _text = string.Join(",", ByName.Select(static pair => pair.Key + "=" + pair.Value.ToString(CultureInfo.InvariantCulture)));
        if (ByName.Count == 0) throw Invalid(_text);
    }

    /// <summary>Every class counts the same.</summary>
    public static CnnClassWeight None { get; } = new("None");

    /// <summary>A class counts in inverse proportion to its share of the training images; the mean weight of an image is 1.</summary>
    public static CnnClassWeight Balanced { get; } = new("Balanced");

    /// <summary>True where every class counts the same.</summary>
    public bool IsNone => _text == "None";

    /// <summary>True where the training images decide.</summary>
    public bool IsBalanced => _text == "Balanced";

    /// <summary>Weights in label order; null where they are said otherwise.</summary>
    public IReadOnlyList<double>? Values { get; }

    /// <summary>Weights by class name; null where they are said otherwise.</summary>
    public IReadOnlyDictionary<string, double>? ByName { get; }

    /// <summary>Reads <c>Balanced</c>, <c>None</c>, numbers in label order or <c>name=number</c> pairs, separated by commas, with a decimal point whatever the
    /// culture.</summary>
    /// <param name="text">The text to read; the case of the two words does not count.</param>
    /// <exception cref="CnnException">The text is none of these: id <c>OptionInvalid</c>.</exception>
    public static CnnClassWeight Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals("Balanced", StringComparison.OrdinalIgnoreCase)) return Balanced;
        if (text.Equals("None", StringComparison.OrdinalIgnoreCase)) return None;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (!text.Contains('=', StringComparison.Ordinal)) return new CnnClassWeight(parts.Select(part => Number(part, text)));
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string part in parts)
        {
            // The last one: a folder's name may hold the sign.
            int sign = part.LastIndexOf('=');
            if (sign < 1 || !weights.TryAdd(part[..sign].Trim(), Number(part[(sign + 1)..], text))) throw Invalid(text);
        }

        return new CnnClassWeight(weights);
    }

    /// <inheritdoc/>
    public bool Equals(CnnClassWeight? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CnnClassWeight);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;

    private static double Number(string part, string text) => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Invalid(text);

    private static void Check(double value)
    {
        if (!(double.IsFinite(value) && value >= 0)) throw Invalid(value.ToString(CultureInfo.InvariantCulture));
    }

    private static CnnException Invalid(string found) => new("OptionInvalid", CnnErrorCategory.InvalidArgument,
        $"ClassWeight: expected Balanced, None, a weight of at least 0 for each class in label order (1,2,0.5; one above 0), or weights by class name (cat=2,dog=0.5); found '{found}'.", found);
}
