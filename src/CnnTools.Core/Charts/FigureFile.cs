using CnnTools.Core.Files;
using CnnTools.Core.Images;
using SkiaSharp;

namespace CnnTools.Core.Charts;

/// <summary>Writes figures as files, drawn by Skia.</summary>
public static class FigureFile
{
    private const int JpegQuality = 92;

    // Skia draws on canvases beyond this only partly (its own limit lies at 32,767), and 268 million pixels take a gigabyte.
    private const int MaximumSide = 30_000;
    private const long MaximumPixels = 1L << 28;

    /// <summary>The endings of the formats that can be written.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".svg", ".png", ".jpg", ".jpeg"];

    /// <summary>Checks, before any work, that a figure may be written to a path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="CnnException">Its ending names no format, or it is a folder (<c>OutputPathInvalid</c>), or it exists and may not be replaced
    /// (<c>OutputExists</c>).</exception>
    public static string Check(string path, bool force)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string extension = Path.GetExtension(path);
        if (!Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
            throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"OutputPath: expected a name that ends in {string.Join(", ", Extensions)}; found '{path}'.", path);
        return OutputFile.Check(path, "OutputPath", force)!;
    }

    /// <summary>Draws a figure into a file, in the format that its ending names; the file is there whole or not at all.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="path">The file.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <param name="scale">Pixels a unit in PNG and JPEG, at least 1.</param>
    /// <exception cref="CnnException">As for <see cref="Check"/>; Skia cannot be loaded (<c>ImageLibraryUnavailable</c>); or the image would be too large
    /// (<c>OptionInvalid</c>).</exception>
    public static void Write(Figure figure, string path, bool force = false, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(figure);
        string full = Check(path, force);
        try
        {
            if (Path.GetExtension(full).Equals(".svg", StringComparison.OrdinalIgnoreCase)) AtomicFile.Write(full, stream => WriteSvg(figure, stream));
            else AtomicFile.Write(full, stream => WritePixels(figure, stream, Path.GetExtension(full).Equals(".png", StringComparison.OrdinalIgnoreCase) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, scale));
        }
        catch (Exception failure) when (SkiaLibrary.CannotLoad(failure))
        {
            throw SkiaLibrary.Unavailable(failure);
        }
    }

    private static void WriteSvg(Figure figure, Stream stream)
    {
        using var drawing = new SvgDrawing(stream, figure);
        Draw(figure, drawing);
    }

    private static void WritePixels(Figure figure, Stream stream, SKEncodedImageFormat format, int scale)
    {
        double width = Math.Ceiling(figure.Width * scale), height = Math.Ceiling(figure.Height * scale);
        if (scale < 1 || width > MaximumSide || height > MaximumSide || width * height > MaximumPixels)
            throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant($"The image would have {width} x {height} pixels; expected at most {MaximumSide} a side and {MaximumPixels} in all. Take fewer images or a smaller Scale."), scale);
        using SKSurface surface = SKSurface.Create(new SKImageInfo((int)width, (int)height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Scale(scale);
        Draw(figure, new SkiaDrawing(surface.Canvas));
        using SKImage image = surface.Snapshot();
        using SKData encoded = image.Encode(format, JpegQuality);
        encoded.SaveTo(stream);
    }

    private static void Draw(Figure figure, IDrawing drawing)
    {
        drawing.Rectangle(0, 0, figure.Width, figure.Height, Palette.Paper);
        figure.Draw(drawing);
    }
}
