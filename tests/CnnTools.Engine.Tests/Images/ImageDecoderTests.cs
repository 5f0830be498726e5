using System.Security.Cryptography;
using System.Text.Json;
using CnnTools.Core.Images;
using SkiaSharp;

namespace CnnTools.Engine.Tests.Images;

/// <summary>Decoded pixels are those that torchvision reads: gray, palette, transparency, 1 and 16 bits, interlaced; baseline, progressive and CMYK
/// JPEG.</summary>
public sealed class ImageDecoderTests
{
    private static readonly JsonElement s_expected = JsonDocument.Parse(ReferenceImages.Read("images.json")).RootElement;

    public static TheoryData<string, string> Images
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (JsonProperty image in s_expected.EnumerateObject())
                foreach (JsonProperty mode in image.Value.EnumerateObject()) rows.Add(image.Name, mode.Name);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Pixels_are_those_of_torchvision(string name, string mode)
    {
        JsonElement expected = s_expected.GetProperty(name).GetProperty(mode);
        DecodedImage actual = ImageDecoder.Decode(ReferenceImages.Read(name), mode == "GRAY" ? 1 : 3);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt32()), [actual.Channels, actual.Height, actual.Width]);
        // Conversions between color spaces round: to the nearest in one library, down in the other.
        int tolerance = mode == "GRAY" || name == "cmyk.jpg" ? 1 : 0;
        int[] values = [.. expected.GetProperty("data").EnumerateArray().Select(static value => value.GetInt32())];
        Assert.Equal(values.Length, actual.Pixels.Length);
        Assert.InRange(values.Zip(actual.Pixels, static (wanted, found) => Math.Abs(wanted - found)).Max(), 0, tolerance);
    }

    /// <summary>Sound files that the fuzzer of the decoder on libjpeg and libpng kept, with the pixels it read from them: the end of the name is their
    /// SHA-256.</summary>
    [Fact]
    public void Pixels_of_the_corpus_are_those_of_libjpeg_and_libpng()
    {
        string[] files = [.. Directory.GetFiles(ReferenceImages.CorpusFolder).Where(static file => Path.GetFileName(file).Split('-').Length == 3)];
        Assert.True(files.Length > 20);
        foreach (string file in files)
        {
            byte[] input = File.ReadAllBytes(file);
            DecodedImage image = ImageDecoder.Decode(input.AsSpan(1), input[0] % 2 == 0 ? 1 : 3);
            Assert.Equal($"{file}: {Path.GetFileName(file).Split('-')[2]}", $"{file}: {Convert.ToHexStringLower(SHA256.HashData(image.Pixels))[..12]}");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 1)]
    [InlineData(33, 2)]
    [InlineData(47, 5)]
    public void Gray_is_luma_of_BT601(int width, int height)
    {
        byte[] pixels = new byte[3 * width * height];
        new Random(1).NextBytes(pixels);
        int area = width * height;
        byte[] png = PngEncoder.Encode(new DecodedImage(3, height, width, pixels));

        Assert.Equal(pixels, ImageDecoder.Decode(png, 3).Pixels);
        byte[] gray = ImageDecoder.Decode(png, 1).Pixels;
        for (int i = 0; i < area; i++) Assert.InRange(gray[i] - (0.299 * pixels[i] + 0.587 * pixels[area + i] + 0.114 * pixels[2 * area + i]), -0.51, 0.51);
    }

    [Fact]
    public void Of_16_bits_the_upper_8_are_kept()
    {
        byte[] gray = PngParts.Png(3, 1, PngParts.Chunk("IDAT", PngParts.Deflate([0, 0x10, 0xFF, 0x7F, 0x80, 0xFE, 0xFF])), depth: 16, colorType: 0);
        Assert.Equal([0x10, 0x7F, 0xFE], ImageDecoder.Decode(gray, 1).Pixels);
        byte[] color = PngParts.Png(1, 1, PngParts.Chunk("IDAT", PngParts.Deflate([0, 0x10, 0xFF, 0x7F, 0x80, 0xFE, 0xFF])), depth: 16);
        Assert.Equal([0x10, 0x7F, 0xFE], ImageDecoder.Decode(color, 3).Pixels);
    }

    [Fact]
    public void Transparent_pixels_keep_their_color()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(40, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int x = 0; x < 40; x++) bitmap.SetPixel(x, 0, new SKColor(200, (byte)x, 90, (byte)(6 * x)));
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        byte[] pixels = ImageDecoder.Decode(png.AsSpan(), 3).Pixels;

        Assert.Equal([.. Enumerable.Repeat((byte)200, 40), .. Enumerable.Range(0, 40).Select(static x => (byte)x), .. Enumerable.Repeat((byte)90, 40)], pixels);
    }

    [Fact]
    public void Color_profiles_gamma_and_orientation_are_not_applied()
    {
        using var linear = SKColorSpace.CreateSrgbLinear();
        using var bitmap = new SKBitmap(new SKImageInfo(2, 1, SKColorType.Rgba8888, SKAlphaType.Opaque, linear));
        System.Runtime.InteropServices.Marshal.Copy(new byte[] { 10, 20, 30, 255, 40, 50, 60, 255 }, 0, bitmap.GetPixels(), 8);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Assert.True(png.AsSpan().IndexOf("iCCP"u8) > 0 || png.AsSpan().IndexOf("gAMA"u8) > 0);
        Assert.Equal([10, 40, 20, 50, 30, 60], ImageDecoder.Decode(png.AsSpan(), 3).Pixels);

        // Exif: little-endian, one entry, orientation 6 (turned by 90 degrees).
        byte[] jpeg = ReferenceImages.Read("rgb.jpg");
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] turned = [.. jpeg[..2], .. exif, .. jpeg[2..]];
        DecodedImage upright = ImageDecoder.Decode(jpeg, 3), same = ImageDecoder.Decode(turned, 3);
        Assert.Equal((upright.Height, upright.Width), (same.Height, same.Width));
        Assert.Equal(upright.Pixels, same.Pixels);
    }

    [Fact]
    public void Other_numbers_of_channels_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(static () => ImageDecoder.Decode(ReferenceImages.Read("rgb.png"), 4));
}
