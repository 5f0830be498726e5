using System.Runtime.InteropServices;
using SkiaSharp;

namespace CnnTools.Core.Images;

/// <summary>
/// Decodes PNG, JPEG, WebP and BMP files, and the first frame of GIFs, with SkiaSharp. Color profiles and gamma are not applied: values are those in the file.
/// For what a network sees, and what viewers
/// show, see <see cref="ImagePreparer"/>. Can be called by several threads at once.
/// </summary>
public static unsafe class ImageDecoder
{
    /// <summary>Images with more pixels are refused before memory is allocated for them: a small file can claim any size.</summary>
    public const int MaximumPixels = 100_000_000;

    // The part of a JPEG's sides that is decoded, in eighths: powers of two, which libjpeg has fast transforms for.
    private static readonly int[] s_eighths = [1, 2, 4];

    /// <summary>Decodes an image as it is stored: transparency is dropped, not blended, and the camera's orientation is not applied.</summary>
    /// <param name="encoded">The content of the file.</param>
    /// <param name="channels">1 for gray (luma of ITU-R BT.601), 3 for red, green, blue; other color modes are converted.</param>
    /// <exception cref="CnnException">The content is no complete image: id <c>ImageDecodeFailed</c>; SkiaSharp cannot be loaded: id
    /// <c>ImageLibraryUnavailable</c>.</exception>
    public static DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels) => Decode(encoded, channels, orient: false, background: null);

    /// <summary>Decodes an image as a viewer shows it: turned as the camera was held, transparent pixels blended with white.</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, int)"/>
    public static DecodedImage DecodeUpright(ReadOnlySpan<byte> encoded, int channels) => Decode(encoded, channels, orient: true, background: 255);

    /// <summary>Reads an image's size without decoding it; the file must be complete.</summary>
    /// <param name="encoded">The content of the file.</param>
    /// <returns>Height and width in pixels, after the camera's orientation is applied.</returns>
    /// <exception cref="CnnException">As for <see cref="Decode(ReadOnlySpan{byte}, int)"/>.</exception>
    public static (int Height, int Width) ReadSize(ReadOnlySpan<byte> encoded)
    {
        ReadOnlySpan<byte> sound = CheckStructure(encoded);
        try
        {
            fixed (byte* start = sound)
            {
                using SKData data = SKData.Create((nint)start, sound.Length);
                using SKCodec codec = Open(data);
                return ImageOrientation.Transposes(codec.EncodedOrigin) ? (codec.Info.Width, codec.Info.Height) : (codec.Info.Height, codec.Info.Width);
            }
        }
        catch (Exception failure) when (SkiaLibrary.CannotLoad(failure))
        {
            throw SkiaLibrary.Unavailable(failure);
        }
    }

    /// <summary>Decodes an image.</summary>
    /// <param name="encoded">The content of the file.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="orient">Whether the camera's orientation is applied.</param>
    /// <param name="background">The gray level that transparent pixels are blended with; null drops transparency.</param>
    /// <param name="smallestScale">Gets the upright height and width and gives the part of them, above 0, that is enough: a JPEG may be decoded smaller. Null
    /// decodes all.</param>
    internal static DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels, bool orient, byte? background, Func<int, int, double>? smallestScale = null)
    {
        if (channels is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "Expected 1 or 3 channels.");
        ReadOnlySpan<byte> sound = CheckStructure(encoded);
        try
        {
            fixed (byte* start = sound)
            {
                using SKData data = SKData.Create((nint)start, sound.Length);
                using SKCodec codec = Open(data);
                SKEncodedOrigin origin = orient ? codec.EncodedOrigin : SKEncodedOrigin.TopLeft;
                return ImageOrientation.Apply(Decode(codec, DecodedSize(codec, origin, smallestScale), channels, background), origin);
            }
        }
        catch (Exception failure) when (SkiaLibrary.CannotLoad(failure))
        {
            throw SkiaLibrary.Unavailable(failure);
        }
    }

    /// <summary>The error for a file that cannot be decoded.</summary>
    internal static CnnException Failed(string problem) => new("ImageDecodeFailed", CnnErrorCategory.InvalidData, $"{problem} Expected a complete image ({ImageFormats.Names}).");

    /// <summary>The error for an image that claims too many pixels; null if it does not.</summary>
    internal static CnnException? TooLarge(long width, long height) =>
        width * height > MaximumPixels ? Failed(Invariant($"The image has {width} x {height} pixels; the maximum is {MaximumPixels:N0} pixels.")) : null;

    /// <summary>Skia shows as much of a damaged file as it can. What it would accept silently, or spend unbounded memory on, is found here.</summary>
    private static ReadOnlySpan<byte> CheckStructure(ReadOnlySpan<byte> encoded)
    {
        if (PngStructure.HasSignature(encoded)) return PngStructure.Check(encoded);
        if (JpegStructure.HasSignature(encoded)) return JpegStructure.Check(encoded);
        if (ContainerStructure.HasSignature(encoded)) return ContainerStructure.Check(encoded);
        if (encoded.IsEmpty) throw Failed("The file is empty.");
        if (ImageFormats.OtherFormat(encoded) is { } other) throw Failed($"The file is in the format {other}, which is not supported, whatever its name ends in. Convert it to JPEG or PNG.");
        throw Failed("The file starts with no supported format's signature.");
    }

    private static SKCodec Open(SKData data)
    {
        SKCodec codec = SKCodec.Create(data) ?? throw Failed("The image is damaged or uses an unsupported variant of its format.");
        if (TooLarge(codec.Info.Width, codec.Info.Height) is not { } tooLarge) return codec;
        codec.Dispose();
        throw tooLarge;
    }

    private static SKSizeI DecodedSize(SKCodec codec, SKEncodedOrigin origin, Func<int, int, double>? smallestScale)
    {
        SKSizeI size = codec.Info.Size;
        if (smallestScale is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg) return size;
        double enough = ImageOrientation.Transposes(origin) ? smallestScale(size.Width, size.Height) : smallestScale(size.Height, size.Width);
        int eighths = Array.Find(s_eighths, each => each / 8.0 >= enough);
        return eighths == 0 ? size : codec.GetScaledDimensions(eighths / 8f);
    }

    private static DecodedImage Decode(SKCodec codec, SKSizeI size, int channels, byte? background)
    {
        (int width, int height) = (size.Width, size.Height);
        int area = width * height;
        bool isGray = codec.Info.ColorType == SKColorType.Gray8;
        // Unpremultiplied: transparent pixels keep their color. No color space: values stay as they are in the file.
        bool isOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var info = new SKImageInfo(width, height, isGray ? SKColorType.Gray8 : SKColorType.Rgba8888, isOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, null);
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
                var pixels = new Span<uint>(rgba, area);
                if (background is { } level && !isOpaque) PixelPlanes.Blend(pixels, level);
                if (channels == 1) PixelPlanes.Luma(pixels, planes);
                else PixelPlanes.Split(pixels, planes);
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
