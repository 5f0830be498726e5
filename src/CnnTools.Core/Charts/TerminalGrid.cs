
namespace CnnTools.Core.Charts;

/// <summary>Images side by side as lines of text, captions below them.</summary>
public static class TerminalGrid
{
    private const int Gap = 2;

    /// <summary>Characters a line of an image where nobody said how many: its own width in pixels, but no more than the terminal has, and at least 24 where it
    /// is small, so that a caption fits.</summary>
    /// <param name="pixels">The image's width.</param>
    /// <param name="terminal">Columns of the terminal.</param>
    public static int UsualWidth(int pixels, int terminal) => Math.Max(1, Math.Min(Math.Clamp(pixels, 24, 120), terminal));

    /// <summary>How many images of a width lie side by side.</summary>
    /// <param name="width">Characters an image.</param>
    /// <param name="terminal">Columns of the terminal.</param>
    public static int Columns(int width, int terminal) => Math.Max(1, (terminal + Gap) / (width + Gap));

    /// <summary>Draws one row of images.</summary>
    /// <param name="tiles">The images, as many as lie side by side.</param>
    /// <param name="width">Characters an image.</param>
    /// <param name="depth">How many colours.</param>
    public static IEnumerable<string> Row(IReadOnlyList<ImageTile> tiles, int width, CnnColorDepth depth)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        IReadOnlyList<string>[] images = [.. tiles.Select(tile => TerminalImage.Draw(tile.Image, width, depth))];
        string gap = new(' ', Gap), empty = new(' ', width);
        for (int line = 0; line < images.Max(static image => image.Count); line++)
            yield return string.Join(gap, images.Select(image => line < image.Count ? image[line] : empty));
        for (int line = 0; line < tiles.Max(static tile => tile.Caption.Count); line++)
            yield return string.Join(gap, tiles.Select(tile => Fit(line < tile.Caption.Count ? tile.Caption[line].Text : "", width))).TrimEnd();
    }

    private static string Fit(string text, int width) => text.Length <= width ? text.PadRight(width) : text[..(width - 1)] + "…";
}
