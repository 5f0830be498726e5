using System.Globalization;

namespace CnnTools;

/// <summary>Height and width of an image in pixels. Written <c>128</c> for a square, or <c>96,128</c> (height, width).</summary>
public readonly record struct CnnImageSize
{
    /// <summary>The largest height or width.</summary>
    public const int Maximum = 8192;

    /// <summary>Makes a size.</summary>
    /// <param name="height">Height in pixels, 1 to <see cref="Maximum"/>.</param>
    /// <param name="width">Width in pixels, 1 to <see cref="Maximum"/>.</param>
    /// <exception cref="CnnException">A side is out of range: id <c>ImageSizeInvalid</c>.</exception>
    public CnnImageSize(int height, int width)
    {
        if (height is < 1 or > Maximum || width is < 1 or > Maximum) throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{height},{width}"));
        (Height, Width) = (height, width);
    }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Reads <c>128</c>, <c>96,128</c> or <c>96x128</c>.</summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="CnnException">The text is none of these: id <c>ImageSizeInvalid</c>.</exception>
    public static CnnImageSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',', 'x', 'X');
        if (parts.Length > 2) throw Invalid(text);
        int[] sides = Array.ConvertAll(parts, part => int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int side) ? side : throw Invalid(text));
        return new(sides[0], sides[^1]);
    }

    /// <inheritdoc/>
    public override string ToString() => Height == Width ? Height.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Height},{Width}");

    private static CnnException Invalid(string found) => new("ImageSizeInvalid", CnnErrorCategory.InvalidArgument,
        $"ImageSize: expected one or two whole numbers from 1 to {Maximum}, such as 128, or 96,128 (height, width); found '{found}'.", found);
}
