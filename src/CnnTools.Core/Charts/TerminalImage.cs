using System.Globalization;
using System.Text;
using CnnTools.Core.Images;

namespace CnnTools.Core.Charts;

/// <summary>
/// Images as lines of text: a character is two pixels, one above the other, the upper half block in the colour of the upper one on a ground of the lower one. A
/// line ends with a
/// reset and moves no cursor, so that lines can be stored, piped and put side by side. Without colours a character's ink stands for the shade.
/// </summary>
public static class TerminalImage
{
    private const string Reset = "\u001b[0m";

    // From dark to light on a dark ground (after Paul Bourke's short ramp).
    private const string Ramp = " .:-=+*#%@";

    /// <summary>The 16 colours as xterm shows them by default.</summary>
    private static readonly int[] s_basic = [0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff];

    private static readonly int[] s_cube = [0, 95, 135, 175, 215, 255];

    /// <summary>Draws an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Characters a line, at least 1; the height follows.</param>
    /// <param name="depth">How many colours; <see cref="CnnColorDepth.Auto"/> counts as none.</param>
    /// <returns>Lines of <paramref name="width"/> visible characters.</returns>
    public static IReadOnlyList<string> Draw(DecodedImage image, int width, CnnColorDepth depth)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int height = Math.Max(1, (int)Math.Round((double)image.Height * width / image.Width));
        DecodedImage sized = BilinearResize.Resize(image, height, width);
        var lines = new List<string>((height + 1) / 2);
        for (int y = 0; y < height; y += 2) lines.Add(depth is CnnColorDepth.None or CnnColorDepth.Auto ? Shades(sized, y) : Blocks(sized, y, depth));
        return lines;
    }

    private static string Shades(DecodedImage image, int y)
    {
        var line = new StringBuilder(image.Width);
        for (int x = 0; x < image.Width; x++)
        {
            double shade = (Shade(image, x, y) + Shade(image, x, Math.Min(y + 1, image.Height - 1))) / 2;
            line.Append(Ramp[(int)Math.Min(shade / 256 * Ramp.Length, Ramp.Length - 1)]);
        }

        return line.ToString();
    }

    private static string Blocks(DecodedImage image, int y, CnnColorDepth depth)
    {
        var line = new StringBuilder(image.Width * 12);
        (string, string) last = default;
        for (int x = 0; x < image.Width; x++)
        {
            // An odd last row has nothing below it: the terminal's own ground shows.
            (string, string) colors = (Code(ColorOf(image, x, y), depth, ground: false), y + 1 < image.Height ? Code(ColorOf(image, x, y + 1), depth, ground: true) : "49");
            if (colors != last) line.Append(CultureInfo.InvariantCulture, $"\u001b[{colors.Item1};{colors.Item2}m");
            last = colors;
            line.Append('\u2580');
        }

        return line.Append(Reset).ToString();
    }

    /// <summary>The parameters of the escape sequence (ECMA-48 SGR; ISO 8613-6 for 38 and 48).</summary>
    private static string Code((int Red, int Green, int Blue) color, CnnColorDepth depth, bool ground)
    {
        if (depth == CnnColorDepth.TrueColor) return Invariant($"{(ground ? 48 : 38)};2;{color.Red};{color.Green};{color.Blue}");
        if (depth == CnnColorDepth.Color256) return Invariant($"{(ground ? 48 : 38)};5;{Of256(color)}");
        int nearest = Enumerable.Range(0, 16).MinBy(i => Distance(color, (s_basic[i] >> 16, (s_basic[i] >> 8) & 255, s_basic[i] & 255)));
        return Invariant($"{(nearest < 8 ? 30 : 82) + nearest + (ground ? 10 : 0)}");
    }

    /// <summary>The nearest colour of xterm's cube (16 to 231) or its greys (232 to 255).</summary>
    private static int Of256((int Red, int Green, int Blue) color)
    {
        int Step(int value) => Enumerable.Range(0, 6).MinBy(i => Math.Abs(s_cube[i] - value));
        (int red, int green, int blue) = (Step(color.Red), Step(color.Green), Step(color.Blue));
        int grey = Math.Clamp((int)Math.Round((((color.Red + color.Green + color.Blue) / 3.0) - 8) / 10), 0, 23), level = 8 + (10 * grey);
        return Distance(color, (level, level, level)) < Distance(color, (s_cube[red], s_cube[green], s_cube[blue])) ? 232 + grey : 16 + (36 * red) + (6 * green) + blue;
    }

    private static int Distance((int Red, int Green, int Blue) a, (int Red, int Green, int Blue) b) =>
        ((a.Red - b.Red) * (a.Red - b.Red)) + ((a.Green - b.Green) * (a.Green - b.Green)) + ((a.Blue - b.Blue) * (a.Blue - b.Blue));

    private static double Shade(DecodedImage image, int x, int y)
    {
        (int red, int green, int blue) = ColorOf(image, x, y);
        return (0.299 * red) + (0.587 * green) + (0.114 * blue);
    }

    private static (int Red, int Green, int Blue) ColorOf(DecodedImage image, int x, int y)
    {
        int at = (y * image.Width) + x, size = image.Height * image.Width;
        return image.Channels == 1 ? (image.Pixels[at], image.Pixels[at], image.Pixels[at]) : (image.Pixels[at], image.Pixels[size + at], image.Pixels[(2 * size) + at]);
    }
}
