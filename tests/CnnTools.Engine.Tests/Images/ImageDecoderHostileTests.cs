using System.Buffers.Binary;
using System.Diagnostics;
using CnnTools.Core.Images;
using static CnnTools.Engine.Tests.Images.PngParts;

namespace CnnTools.Engine.Tests.Images;

/// <summary>Damaged files, and files made to do harm: each is an error, or an image, and never a crash or more memory than its pixels need.</summary>
public sealed class ImageDecoderHostileTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(ReferenceImages.Folder, "*.png").Concat(Directory.GetFiles(ReferenceImages.Folder, "*.jpg")).Select(static file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_truncation_is_an_error(string name)
    {
        byte[] data = ReferenceImages.Read(name);
        // A JPEG's last two bytes are its end marker, a PNG's last twelve its end chunk: both belong to a complete file.
        for (int length = 0; length < data.Length; length++) AssertFails(data[..length], "");
    }

    /// <summary>
    /// Skia reports most damage. Where damage inside the coded pixels of a JPEG still reads as codes, or a scan ends early, it fills in what is missing, as
    /// Pillow and torchvision do for
    /// the first: the format has no checksum, and SkiaSharp does not pass on libjpeg's warnings.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_is_an_error_or_an_image_and_never_a_crash(string name)
    {
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] data = ReferenceImages.Read(name);
            for (int i = 0; i < 3; i++) data[random.Next(2, data.Length)] = (byte)random.Next(256);
            try
            {
                DecodedImage image = ImageDecoder.Decode(data, 3);
                Assert.Equal(3 * image.Height * image.Width, image.Pixels.Length);
            }
            catch (CnnException error)
            {
                Assert.Equal("ImageDecodeFailed", error.ErrorId);
                refused++;
            }
        }

        // Every chunk of a PNG has a checksum.
        Assert.InRange(refused, name.EndsWith(".png", StringComparison.Ordinal) ? 290 : 100, 300);
    }

    [Fact]
    public void Other_formats_and_empty_files_are_named()
    {
        AssertFails([.. "%PDF-1.7 and so on"u8], "no supported format's signature");
        AssertFails([], "The file is empty");
    }

    [Theory]
    [InlineData(16_384, 16_384)]
    [InlineData(100_000, 100_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1, int.MaxValue)]
    public void A_png_that_claims_too_many_pixels_is_refused(int width, int height) =>
        AssertCheap(Png(width, height, Chunk("IDAT", Deflate([0, 1, 2, 3]))), $"{width} x {height} pixels; the maximum is 100,000,000");

    [Fact]
    public void A_jpeg_that_claims_too_many_pixels_is_refused() => AssertCheap(Jpeg("rgb.jpg", 65_535, 65_535), "65535 x 65535 pixels; the maximum is 100,000,000");

    [Theory]
    [InlineData("rgb.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("cmyk.jpg")]
    public void A_small_jpeg_that_claims_a_large_image_costs_nothing(string name) => AssertCheap(Jpeg(name, 10_000, 9_999), "too few bytes for its size");

    // 69 bytes that claim 10,000 x 9,999 pixels: 400 MB of memory before the first row, if they are believed.
    [Fact]
    public void A_small_png_that_claims_a_large_image_costs_nothing() => AssertCheap(Png(10_000, 9_999, Chunk("IDAT", Deflate([0, 1, 2, 3]))), "too few bytes for its size");

    [Fact]
    public void A_png_whose_pixels_are_padded_by_other_chunks_costs_nothing() =>
        AssertCheap(Png(10_000, 9_999, [.. Chunk("teSt", new byte[400_000]), .. Chunk("IDAT", Deflate([0, 1, 2, 3]))]), "too few bytes for its size");

    [Theory]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    [InlineData("iCCP")]
    public void Chunks_that_no_pixel_needs_are_not_unpacked(string type)
    {
        // Each chunk unpacks to 8 MB from 8 KB. A thousand of them fill 8 GB if they are kept.
        byte[] packed = Deflate(new byte[7_900_000]);
        byte[] chunk = Chunk(type, type == "iTXt" ? [(byte)'k', 0, 1, 0, 0, 0, .. packed] : [(byte)'k', 0, 0, .. packed]);
        byte[] png = Png(1, 1, [.. Enumerable.Repeat(chunk, 100).SelectMany(static each => each), .. Chunk("IDAT", Deflate([0, 1, 2, 3]))]);
        long before = WorkingSet();
        Assert.Equal([1, 2, 3], ImageDecoder.Decode(png, 3).Pixels);
        // A hundred chunks are 790 MB; other tests that run meanwhile take far less.
        Assert.InRange(WorkingSet() - before, long.MinValue, 400_000_000);
    }

    [Fact]
    public void A_chunk_that_reaches_past_the_end_costs_nothing() =>
        AssertCheap(Png(1, 1, [0x3F, 0xFF, 0xFF, 0xFF, .. "iTXt"u8, 1, 2, 3, 4, .. Chunk("IDAT", Deflate([0, 1, 2, 3]))]), "past the end");

    [Fact]
    public void Unknown_chunks_that_a_decoder_must_understand_are_refused() => AssertFails(Png(1, 1, [.. Chunk("ABCD", [1]), .. Chunk("IDAT", Deflate([0, 1, 2, 3]))]), "");

    [Fact]
    public void A_wrong_checksum_is_an_error()
    {
        byte[] png = Png(1, 1, Chunk("IDAT", Deflate([0, 1, 2, 3])));
        png[29] ^= 1;
        AssertFails(png, "");
    }

    [Fact]
    public void Many_scans_are_refused()
    {
        byte[] jpeg = ReferenceImages.Read("progressive.jpg");
        int scan = jpeg.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]);
        byte[] last = jpeg[scan..^2];
        byte[] many = [.. jpeg[..^2], .. Enumerable.Repeat(last, 300).SelectMany(static each => each), 0xFF, 0xD9];
        AssertFails(many, "more than 200 scans");
    }

    [Fact]
    public void Arithmetic_coding_is_named()
    {
        byte[] jpeg = ReferenceImages.Read("rgb.jpg");
        jpeg[jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]) + 1] = 0xC9;
        AssertFails(jpeg, "Save it as a baseline or progressive JPEG");
    }

    [Fact]
    public void Bytes_between_segments_do_no_harm()
    {
        byte[] jpeg = ReferenceImages.Read("rgb.jpg");
        int frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        byte[] stray = [.. jpeg[..frame], 1, 2, 3, 0xFF, .. jpeg[frame..], 7, 7];
        Assert.Equal(ImageDecoder.Decode(jpeg, 3).Pixels, ImageDecoder.Decode(stray, 3).Pixels);
    }

    private static void AssertFails(byte[] file, string message)
    {
        CnnException error = Assert.Throws<CnnException>(() => ImageDecoder.Decode(file, 3));
        Assert.Equal("ImageDecodeFailed", error.ErrorId);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Refused before memory is allocated for the pixels.</summary>
    private static void AssertCheap(byte[] file, string message)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), set = WorkingSet();
        AssertFails(file, message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.InRange(WorkingSet() - set, long.MinValue, 200_000_000);
    }

    private static byte[] Jpeg(string name, ushort width, ushort height)
    {
        byte[] jpeg = ReferenceImages.Read(name);
        int frame = Math.Max(jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]), jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC2]));
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), width);
        return jpeg;
    }

    private static long WorkingSet()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
