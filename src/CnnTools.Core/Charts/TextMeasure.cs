using System.Text;
using SkiaSharp;

namespace CnnTools.Core.Charts;

/// <summary>
/// The one font of all figures, Open Sans, which the assembly carries: a bare machine has none. Characters that it lacks are taken from the system's fonts
/// where there are any.
/// </summary>
internal static class TextMeasure
{
    private static readonly Lazy<SKTypeface> Regular = new(() => Load("OpenSans-Regular.ttf"));
    private static readonly Lazy<SKTypeface> Strong = new(() => Load("OpenSans-Semibold.ttf"));

    /// <summary>The width of a text in units.</summary>
    public static double Width(string text, double size, bool strong = false)
    {
        using SKFont font = FontFor(text, size, strong);
        return font.MeasureText(text);
    }

    /// <summary>The text itself where it fits, else its beginning with an ellipsis.</summary>
    public static string Fit(string text, double width, double size, bool strong = false)
    {
        if (Width(text, size, strong) <= width) return text;
        for (int length = text.Length - 1; length > 0; length--)
        {
            string shorter = text[..length].TrimEnd() + "…";
            if (Width(shorter, size, strong) <= width) return shorter;
        }

        return "…";
    }

    /// <summary>A font that has the text's characters, as far as there is one.</summary>
    public static SKFont FontFor(string text, double size, bool strong)
    {
        var font = new SKFont((strong ? Strong : Regular).Value, (float)size) { Edging = SKFontEdging.Antialias, Subpixel = true, Hinting = SKFontHinting.None };
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (font.ContainsGlyph(rune.Value)) continue;
            if (SKFontManager.Default.MatchCharacter(rune.Value) is { } other) font.Typeface = other;
            break;
        }

        return font;
    }

    private static SKTypeface Load(string name)
    {
        using Stream stream = typeof(TextMeasure).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly lacks its font {name}.");
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
