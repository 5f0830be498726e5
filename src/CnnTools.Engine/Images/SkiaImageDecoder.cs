using System.Runtime.InteropServices;
using SkiaSharp;

namespace CnnTools.Engine.Images;

/// <summary>
/// Decodes PNG and JPEG with SkiaSharp, which the TorchSharp package depends on. Pixels mean what they mean with our own library: transparency is dropped and not
/// blended, colour profiles and the camera's orientation are not applied, grey is the luma of ITU-R BT.601.
/// </summary>
internal static class SkiaImageDecoder
{
    /// <summary>A picture of more pixels than this is refused before memory is taken for it: a small file can claim any size.</summary>
    private const long MostPixels = 100_000_000;

    /// <summary>Decodes one picture.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <param name="channels">1 to get grey, 3 to get red, green, blue.</param>
    /// <exception cref="CnnException">The bytes are no whole PNG or JPEG: id <c>ImageDecodeFailed</c>.</exception>
    public static DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels)
    {
        using SKData data = SKData.CreateCopy(encoded);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
            throw Broken("The data is neither a JPEG nor a PNG, or it ends within its header.");
        // Skia shows what has come of a progressive JPEG; a whole one ends with a marker, after the start of its last scan.
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg && encoded.LastIndexOf<byte>([0xFF, 0xD9]) < encoded.LastIndexOf<byte>([0xFF, 0xDA])) throw Broken("The JPEG data is cut short.");
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels) throw Broken($"The picture is {width} x {height}; more than {MostPixels} pixels are refused.");

        // Unpremultiplied: what is transparent keeps its colour. No colour space: the numbers stay as they are in the file.
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, null);
        byte[] pixels = new byte[info.BytesSize64];
        GCHandle pinned = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            SKCodecResult result = codec.GetPixels(info, pinned.AddrOfPinnedObject());
            if (result != SKCodecResult.Success) throw Broken($"The {codec.EncodedFormat.ToString().ToUpperInvariant()} data is damaged or cut short: {result}.");
        }
        finally
        {
            pinned.Free();
        }

        return new DecodedImage(channels, height, width, channels == 1 ? Gray(pixels) : Planes(pixels));
    }

    private static byte[] Planes(byte[] pixels)
    {
        int area = pixels.Length / 4;
        byte[] planes = new byte[3 * area];
        for (int i = 0; i < area; i++)
        for (int channel = 0; channel < 3; channel++)
            planes[channel * area + i] = pixels[4 * i + channel];
        return planes;
    }

    // Luma of ITU-R BT.601 (0.299, 0.587, 0.114) in 16-bit fixed point; where the three are equal, exactly that value.
    private static byte[] Gray(byte[] pixels)
    {
        byte[] gray = new byte[pixels.Length / 4];
        for (int i = 0; i < gray.Length; i++) gray[i] = (byte)((19595 * pixels[4 * i] + 38470 * pixels[4 * i + 1] + 7471 * pixels[4 * i + 2] + 32768) >> 16);
        return gray;
    }

    private static CnnException Broken(string what) => new("ImageDecodeFailed", CnnErrorCategory.InvalidData, $"expected a whole PNG or JPEG picture; {what}");
}
