using System.Buffers.Binary;
using System.Text.Json;
using CnnTools.Core.Images;
using SkiaSharp;

namespace CnnTools.Engine.Tests.Images;

/// <summary>What a network sees of an image file: formats, orientation, transparency, gray, and each fit, beside Pillow's pixels
/// (<c>preparation/prepare.py</c>).</summary>
public sealed class ImagePreparerTests
{
    private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(ReferenceImages.Folder)!, "preparation");
    private static readonly JsonElement[] s_rows = [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_folder, "prepare.json"))).RootElement.EnumerateArray()];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, s_rows.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Pixels_are_those_of_Pillow(int index)
    {
        JsonElement row = s_rows[index];
        string file = row.GetProperty("file").GetString()!;
        var preparation = new ImagePreparation(row.GetProperty("channels").GetInt32(), row.GetProperty("height").GetInt32(), row.GetProperty("width").GetInt32()) { Fit = Enum.Parse<CnnImageFit>(row.GetProperty("fit").GetString()!) };

        DecodedImage image = ImagePreparer.Prepare(Read(file), preparation);

        Assert.Equal((preparation.Channels, preparation.Height, preparation.Width), (image.Channels, image.Height, image.Width));
        int[] expected = [.. row.GetProperty("pixels").EnumerateArray().Select(static value => value.GetInt32())];
        // Two JPEG decoders may differ by a level; everything else is the same to the bit.
        int tolerance = file.EndsWith(".jpg", StringComparison.Ordinal) ? 2 : 0;
        Assert.Equal(expected.Length, image.Pixels.Length);
        Assert.True(expected.Zip(image.Pixels, static (wanted, found) => Math.Abs(wanted - found)).Max() <= tolerance, $"{row.GetProperty("file")} {preparation}");
    }

    [Theory]
    [InlineData("turned1.jpg", 22, 34)]
    [InlineData("turned6.jpg", 34, 22)]
    [InlineData("turned8.jpg", 34, 22)]
    [InlineData("turned6.webp", 34, 22)]
    [InlineData("rgb.bmp", 22, 34)]
    [InlineData("frames.gif", 22, 34)]
    [InlineData("alpha.png", 22, 34)]
    public void The_size_is_that_of_the_image_as_viewers_show_it(string file, int height, int width) => Assert.Equal((height, width), ImageDecoder.ReadSize(Read(file)));

    [Fact]
    public void Metadata_of_megabytes_before_the_size_does_no_harm()
    {
        byte[] jpeg = Read("turned1.jpg"), plain = ImagePreparer.Prepare(jpeg, new(3, 8, 8)).Pixels;
        // A color profile of 200 KB in four segments, and three megabytes of another application's data.
        byte[] profile = [.. Enumerable.Range(1, 4).SelectMany(static number => Segment(0xE2, [.. "ICC_PROFILE\0"u8, (byte)number, 4, .. new byte[50_000]]))];
        byte[] large = [.. jpeg[..2], .. profile, .. Enumerable.Range(0, 48).SelectMany(static _ => Segment(0xED, new byte[65_000])), .. jpeg[2..]];

        Assert.True(large.Length > 3_000_000);
        Assert.Equal((22, 34), ImageDecoder.ReadSize(large));
        Assert.Equal(plain, ImagePreparer.Prepare(large, new(3, 8, 8)).Pixels);
    }

    [Fact]
    public void A_photograph_is_decoded_smaller_without_a_visible_difference()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(1600, 1200, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < 1200; y++)
        for (int x = 0; x < 1600; x++)
            bitmap.SetPixel(x, y, new SKColor((byte)(128 + 100 * Math.Sin(x / 40.0)), (byte)(128 + 100 * Math.Cos(y / 55.0)), (byte)((x * 7 + y * 3) % 256)));
        using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        var preparation = new ImagePreparation(3, 32, 32);

        byte[] quick = ImagePreparer.Prepare(jpeg.AsSpan(), preparation).Pixels, whole = ImagePreparer.Fit(ImageDecoder.DecodeUpright(jpeg.AsSpan(), 3), preparation).Pixels;

        Assert.InRange(quick.Zip(whole, static (a, b) => Math.Abs(a - b)).Average(), 0, 1);
        Assert.NotEqual(quick, whole); // or nothing was saved
    }

    [Fact]
    public void Large_images_do_not_alias()
    {
        // Lines of one pixel, black and white: their mean is gray. A filter that does not widen sees black or white.
        byte[] lines = new byte[1024 * 1024];
        for (int i = 0; i < lines.Length; i++) lines[i] = (byte)(i / 1024 % 2 * 255);
        byte[] pixels = ImagePreparer.Prepare(PngEncoder.Encode(new DecodedImage(1, 1024, 1024, lines)), new(1, 32, 32)).Pixels;

        Assert.All(pixels[32..^32], static value => Assert.InRange(value, 126, 129));
    }

    [Fact]
    public void An_image_of_the_right_size_is_left_alone()
    {
        byte[] pixels = new byte[3 * 8 * 8];
        new Random(4).NextBytes(pixels);
        foreach (CnnImageFit fit in Enum.GetValues<CnnImageFit>())
            Assert.Equal(pixels, ImagePreparer.Prepare(PngEncoder.Encode(new DecodedImage(3, 8, 8, pixels)), new(3, 8, 8) { Fit = fit }).Pixels);
    }

    [Theory]
    [InlineData(1, 4000)]
    [InlineData(4000, 1)]
    [InlineData(1, 1)]
    public void Extreme_shapes_have_an_input_too(int height, int width)
    {
        byte[] png = PngEncoder.Encode(new DecodedImage(1, height, width, [.. Enumerable.Repeat((byte)77, height * width)]));
        Assert.All(ImagePreparer.Prepare(png, new(1, 5, 7)).Pixels, static value => Assert.Equal(77, value));
        Assert.All(ImagePreparer.Prepare(png, new(1, 5, 7) { Fit = CnnImageFit.Pad }).Pixels, static value => Assert.True(value is 0 or 77));
    }

    [Theory]
    [InlineData("II*\0", "TIFF")]
    [InlineData("\0\0\0\u0018ftypheic", "HEIC")]
    [InlineData("\0\0\0\u001Cftypavif", "AVIF")]
    [InlineData("8BPS\0\u0001", "Photoshop")]
    public void Formats_that_are_not_read_are_named(string start, string format)
    {
        byte[] file = [.. start.Select(static letter => (byte)letter), .. new byte[40]];
        CnnException error = Assert.Throws<CnnException>(() => ImagePreparer.Prepare(file, new(3, 8, 8)));
        Assert.Equal("ImageDecodeFailed", error.ErrorId);
        Assert.Contains($"in the format {format}, which is not supported", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb.bmp")]
    [InlineData("rgb.webp")]
    [InlineData("alpha.webp")]
    [InlineData("palette.gif")]
    public void Files_cut_off_are_errors(string name)
    {
        byte[] file = Read(name);
        // Behind the last code of a GIF come two bytes that no pixel needs; a BMP is padded.
        for (int length = 0; length < file.Length - 3; length++)
        {
            byte[] part = file[..length];
            CnnException error = Assert.Throws<CnnException>(() => ImagePreparer.Prepare(part, new(3, 4, 4)));
            Assert.Equal("ImageDecodeFailed", error.ErrorId);
        }
    }

    [Theory]
    [InlineData("rgb.bmp")]
    [InlineData("rgb.webp")]
    [InlineData("alpha.webp")]
    [InlineData("frames.gif")]
    [InlineData("turned6.jpg")]
    public void Damage_is_an_error_or_an_image_and_never_a_crash(string name)
    {
        var random = new Random(9);
        for (int round = 0; round < 500; round++)
        {
            byte[] file = Read(name);
            for (int i = 0; i < 4; i++) file[random.Next(2, Math.Min(file.Length, round % 2 == 0 ? 64 : int.MaxValue))] = (byte)random.Next(256);
            try
            {
                Assert.Equal(3 * 4 * 4, ImagePreparer.Prepare(file, new(3, 4, 4)).Pixels.Length);
            }
            catch (CnnException error)
            {
                Assert.Equal("ImageDecodeFailed", error.ErrorId);
            }
        }
    }

    [Fact]
    public void Small_files_that_claim_large_images_are_refused()
    {
        byte[] gif = Read("palette.gif"), bmp = Read("rgb.bmp");
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(6), 60_000);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(8), 60_000);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 9_000);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), -9_000);
        Assert.Contains("60000 x 60000 pixels; the maximum is", Assert.Throws<CnnException>(() => ImagePreparer.Prepare(gif, new(3, 4, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("too few bytes for its size", Assert.Throws<CnnException>(() => ImagePreparer.Prepare(bmp, new(3, 4, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_preparation_goes_through_a_models_metadata()
    {
        foreach (ImagePreparation preparation in (ImagePreparation[])[new(3, 8, 9), new(1, 4, 4) { Fit = CnnImageFit.Pad, ApplyOrientation = false, Background = 0 }, ImagePreparation.Earlier(3, 5, 5)])
        {
            var values = new Dictionary<string, object?>();
            preparation.WriteTo(values);
            using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(values));
            Assert.Equal(preparation, ImagePreparation.ReadFrom(json.RootElement, preparation.Channels, preparation.Height, preparation.Width));
        }

        using JsonDocument old = JsonDocument.Parse("{}"), wrong = JsonDocument.Parse("""{"fit":"Squash","orientation":true,"background":255}""");
        Assert.Equal(ImagePreparation.Earlier(3, 6, 7), ImagePreparation.ReadFrom(old.RootElement, 3, 6, 7));
        Assert.Throws<JsonException>(() => ImagePreparation.ReadFrom(wrong.RootElement, 3, 6, 7));
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(s_folder, name));

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
}
