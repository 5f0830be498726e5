using System.Globalization;
using System.Text;

namespace CnnTools.Core.Text;

/// <summary>
/// Unicode's composed form of names: <c>e</c> and a combining acute become <c>é</c>. macOS writes file names decomposed, other systems mostly composed. <see
/// cref="string.Normalize()"/> is not used because it
/// does nothing in a process with invariant globalization, such as the worker: the same folder would then have other classes there. Marks must be in canonical
/// order, as file systems write them.
/// </summary>
internal static class ComposedText
{
    private static readonly Lazy<Dictionary<(char Base, char Mark), char>> s_pairs = new(ReadPairs);

    /// <summary>Composes what can be composed; text that is composed already comes back unchanged.</summary>
    public static string Of(string text)
    {
        // Below the first combining mark there is nothing to compose.
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\uFFFF')) return text;
        var composed = new StringBuilder(text.Length);
        foreach (char next in text)
        {
            if (composed.Length > 0 && Compose(composed[^1], next) is { } both) composed[^1] = both;
            else composed.Append(next);
        }

        return composed.ToString();
    }

    private static char? Compose(char first, char second)
    {
        // Hangul is composed by arithmetic (Unicode standard, 3.12): leading consonant and vowel, then a trailing consonant.
        if (first is >= '\u1100' and <= '\u1112' && second is >= '\u1161' and <= '\u1175') return (char)(0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28);
        if (first is >= '\uAC00' and <= '\uD7A3' && (first - 0xAC00) % 28 == 0 && second is >= '\u11A8' and <= '\u11C2') return (char)(first + (second - 0x11A7));
        return s_pairs.Value.TryGetValue((first, second), out char composed) ? composed : null;
    }

    private static Dictionary<(char Base, char Mark), char> ReadPairs()
    {
        var pairs = new Dictionary<(char, char), char>();
        using var reader = new StreamReader(typeof(ComposedText).Assembly.GetManifestResourceStream("CnnTools.Core.Text.compositions.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            string[] parts = line.Split(' ');
            foreach (string pair in parts.AsSpan(1)) pairs[(Parse(pair[..4]), Parse(parts[0]))] = Parse(pair[4..]);
        }

        return pairs;
    }

    private static char Parse(string hexadecimal) => (char)ushort.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
