namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// Orders names as people do: runs of digits by their value (<c>2</c> before <c>10</c>), the rest by code point without regard to case; names that are equal so
/// far by code point.
/// The same on every machine, whatever its culture, because the order of class names decides the labels.
/// </summary>
public sealed class NaturalComparer : IComparer<string>
{
    private NaturalComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static NaturalComparer Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            int order;
            if (char.IsAsciiDigit(x[i]) && char.IsAsciiDigit(y[j]))
                order = CompareNumbers(TakeNumber(x, ref i), TakeNumber(y, ref j));
            else
                order = char.ToUpperInvariant(x[i++]).CompareTo(char.ToUpperInvariant(y[j++]));
            if (order != 0) return order;
        }
        int rest = (x.Length - i).CompareTo(y.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> TakeNumber(string text, ref int position)
    {
        int start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position])) position++;
        return text.AsSpan(start, position - start).TrimStart('0');
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.CompareTo(b, StringComparison.Ordinal);
}
