using System.Runtime.InteropServices;
using SkiaSharp;

namespace CnnTools.Core.Images;

/// <summary>
/// Decodes PNG and JPEG files with SkiaSharp. Pixel values are those stored in the file: transparency is dropped, not blended; color profiles, gamma and the camera's orientation are
/// not applied. Can be called by several threads at once.
/// </summary>
public static unsafe class ImageDecoder
{
    /// <summary>Images with more pixels are refused before memory is allocated for them: a small file can claim any size.</summary>
    public const int MaximumPixels = 100_000_000;

    /// <summary>Decodes an image.</summary>
    /// <param name="encoded">The content of the file.</param>
    /// <param name="channels">1 for gray (luma of ITU-R BT.601), 3 for red, green, blue; other color modes are converted.</param>
    /// <exception cref="CnnException">The content is not a complete PNG or JPEG file: id <c>ImageDecodeFailed</c>; SkiaSharp cannot be loaded: id <c>ImageLibraryUnavailable</c>.</exception>
    public static DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels)
    {
        if (channels is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "Expected 1 or 3 channels.");
        // Skia shows as much of a damaged file as it can. What it would accept silently, or spend unbounded memory on, is found here.
        ReadOnlySpan<byte> checkedFile;
        if (PngStructure.HasSignature(encoded)) checkedFile = PngStructure.Check(encoded);
        else if (JpegStructure.HasSignature(encoded)) checkedFile = JpegStructure.Check(encoded);
        else throw Failed("The file is neither a JPEG nor a PNG: it starts with neither format's signature.");

        try
        {
            fixed (byte* start = checkedFile)
            {
                using SKData data = SKData.Create((nint)start, checkedFile.Length);
                using SKCodec codec = SKCodec.Create(data) ?? throw Failed("The image is damaged or uses an unsupported variant of its format.");
                return Decode(codec, channels);
            }
        }
        catch (Exception failure) when (SkiaLibrary.CannotLoad(failure))
        {
            throw SkiaLibrary.Unavailable(failure);
        }
    }

    /// <summary>The error for a file that cannot be decoded.</summary>
    internal static CnnException Failed(string problem) => new("ImageDecodeFailed", CnnErrorCategory.InvalidData, $"{problem} Expected a complete PNG or JPEG image.");

    /// <summary>The error for an image that claims too many pixels; null if it does not.</summary>
    internal static CnnException? TooLarge(long width, long height) =>
        width * height > MaximumPixels ? Failed(Invariant($"The image has {width} x {height} pixels; the maximum is {MaximumPixels:N0} pixels.")) : null;

    private static DecodedImage Decode(SKCodec codec, int channels)
    {
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if (TooLarge(width, height) is { } tooLarge) throw tooLarge;
        int area = width * height;
        bool isGray = codec.Info.ColorType == SKColorType.Gray8;
        // Unpremultiplied: transparent pixels keep their color. No color space: values stay as they are in the file.
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var info = new SKImageInfo(width, height, isGray ? SKColorType.Gray8 : SKColorType.Rgba8888, alpha, null);
        byte[] planes = GC.AllocateUninitializedArray<byte>(channels * area);
        if (isGray)
        {
            fixed (byte* gray = planes) ReadPixels(codec, info, gray);
            for (int channel = 1; channel < channels; channel++) planes.AsSpan(0, area).CopyTo(planes.AsSpan(channel * area));
        }
        else
        {
            void* rgba = NativeMemory.Alloc((nuint)area, sizeof(uint));
            try
            {
                ReadPixels(codec, info, rgba);
                if (channels == 1) PixelPlanes.Luma(new ReadOnlySpan<uint>(rgba, area), planes);
                else PixelPlanes.Split(new ReadOnlySpan<uint>(rgba, area), planes);
            }
            finally
            {
                NativeMemory.Free(rgba);
            }
        }

        return new DecodedImage(channels, height, width, planes);
    }

    private static void ReadPixels(SKCodec codec, SKImageInfo info, void* pixels)
    {
        SKCodecResult result = codec.GetPixels(info, (nint)pixels);
        if (result != SKCodecResult.Success) throw Failed($"The image is damaged or truncated ({codec.EncodedFormat}, {result}).");
    }
}
