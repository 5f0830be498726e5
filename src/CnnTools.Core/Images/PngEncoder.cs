using SkiaSharp;

namespace CnnTools.Core.Images;

/// <summary>Writes images as PNG: 8-bit gray or RGB, not interlaced, without a color profile.</summary>
public static class PngEncoder
{
    // For each row the filter that leaves the smallest differences, and as much compression as there is: images are small and written once.
    private static readonly SKPngEncoderOptions s_options = new(SKPngEncoderFilterFlags.AllFilters, 9);

    /// <summary>Encodes an image.</summary>
    /// <param name="image">The image; 1 channel becomes gray, 3 become RGB.</param>
    /// <exception cref="CnnException">SkiaSharp cannot be loaded: id <c>ImageLibraryUnavailable</c>.</exception>
    /// <exception cref="ArgumentException">The number of channels is another, there are no pixels, or their number does not match the size.</exception>
    public static unsafe byte[] Encode(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels is not (1 or 3)) throw new ArgumentException($"Expected 1 or 3 channels; found {image.Channels}.", nameof(image));
        if (image.Width < 1 || image.Height < 1 || image.Pixels.LongLength != (long)image.Channels * image.Width * image.Height)
            throw new ArgumentException($"Expected {image.Channels} x {image.Height} x {image.Width} bytes of pixels, at least one; found {image.Pixels.LongLength}.", nameof(image));
        if (image.Channels == 1)
        {
            fixed (byte* gray = image.Pixels) return Encode(image, SKColorType.Gray8, gray);
        }

        uint[] joined = GC.AllocateUninitializedArray<uint>(image.Width * image.Height);
        PixelPlanes.Join(image.Pixels, joined);
        fixed (uint* rgb = joined) return Encode(image, SKColorType.Rgba8888, rgb);
    }

    private static unsafe byte[] Encode(DecodedImage image, SKColorType type, void* pixels)
    {
        try
        {
            using var pixmap = new SKPixmap(new SKImageInfo(image.Width, image.Height, type, SKAlphaType.Opaque), (nint)pixels);
            using SKData encoded = pixmap.Encode(s_options) ?? throw new InvalidOperationException("The image could not be encoded.");
            return encoded.ToArray();
        }
        catch (Exception failure) when (SkiaLibrary.CannotLoad(failure))
        {
            throw SkiaLibrary.Unavailable(failure);
        }
    }
}
