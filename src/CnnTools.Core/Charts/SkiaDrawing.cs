using System.Runtime.InteropServices;
using CnnTools.Core.Images;
using SkiaSharp;

namespace CnnTools.Core.Charts;

/// <summary>Draws on a Skia canvas: pixels.</summary>
internal sealed class SkiaDrawing(SKCanvas canvas) : IDrawing
{
    private static readonly float[] s_dashes = [5, 4];

    public void Push(double x, double y, string? label)
    {
        canvas.Save();
        canvas.Translate((float)x, (float)y);
    }

    public void Pop() => canvas.Restore();

    public void Rectangle(double x, double y, double width, double height, Rgb fill)
    {
        // Without antialiasing neighbouring cells leave no seam between them.
        using SKPaint paint = Paint(fill);
        paint.IsAntialias = false;
        canvas.DrawRect((float)x, (float)y, (float)width, (float)height, paint);
    }

    public void Line(IReadOnlyList<(double X, double Y)> points, Rgb color, double width, bool dashed = false)
    {
        using SKPaint paint = Paint(color);
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = (float)width;
        paint.StrokeJoin = SKStrokeJoin.Round;
        using SKPathEffect? effect = dashed ? SKPathEffect.CreateDash(s_dashes, 0) : null;
        paint.PathEffect = effect;
        using SKPath path = PathOf(points, close: false);
        canvas.DrawPath(path, paint);
    }

    public void Polygon(IReadOnlyList<(double X, double Y)> points, Rgb fill)
    {
        using SKPaint paint = Paint(fill);
        using SKPath path = PathOf(points, close: true);
        canvas.DrawPath(path, paint);
    }

    public void Dot(double x, double y, double radius, Rgb fill)
    {
        using SKPaint paint = Paint(fill);
        canvas.DrawCircle((float)x, (float)y, (float)radius, paint);
    }

    public void Text(double x, double y, string text, TextStyle style)
    {
        using SKFont font = TextMeasure.FontFor(text, style.Size, style.Strong);
        using SKPaint paint = Paint(style.Color);
        SKTextAlign align = style.Anchor switch { TextAnchor.Middle => SKTextAlign.Center, TextAnchor.End => SKTextAlign.Right, _ => SKTextAlign.Left };
        canvas.Save();
        canvas.Translate((float)x, (float)y);
        if (style.Upwards) canvas.RotateDegrees(-90);
        canvas.DrawText(text, 0, 0, align, font, paint);
        canvas.Restore();
    }

    public void Image(double x, double y, double width, double height, DecodedImage image)
    {
        using SKImage pixels = ToImage(image);
        canvas.DrawImage(pixels, new SKRect((float)x, (float)y, (float)(x + width), (float)(y + height)), new SKSamplingOptions(SKFilterMode.Nearest));
    }

    private static SKImage ToImage(DecodedImage image)
    {
        var info = new SKImageInfo(image.Width, image.Height, image.Channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        if (image.Channels == 1) return SKImage.FromPixelCopy(info, image.Pixels);
        uint[] pixels = new uint[image.Height * image.Width];
        PixelPlanes.Join(image.Pixels, pixels);
        return SKImage.FromPixelCopy(info, MemoryMarshal.AsBytes<uint>(pixels));
    }

    private static SKPath PathOf(IReadOnlyList<(double X, double Y)> points, bool close)
    {
        using var builder = new SKPathBuilder();
        for (int i = 0; i < points.Count; i++)
        {
            var point = new SKPoint((float)points[i].X, (float)points[i].Y);
            if (i == 0) builder.MoveTo(point);
            else builder.LineTo(point);
        }

        if (close) builder.Close();
        return builder.Detach();
    }

    private static SKPaint Paint(Rgb color) => new() { Color = new SKColor(color.Red, color.Green, color.Blue), IsAntialias = true };
}
