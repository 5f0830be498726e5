using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torchvision.io;

namespace CnnTools.Torch.Tests;

public class ImageTests
{
    public static TheoryData<string, string> Pictures
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var picture in Reference.Get("images").EnumerateObject())
                foreach (var mode in picture.Value.EnumerateObject()) rows.Add(picture.Name, mode.Name);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_are_those_of_torchvision(string name, string mode)
    {
        using var scope = NewDisposeScope();
        var expected = Reference.Tensor(Reference.Get("images").GetProperty(name).GetProperty(mode));
        var actual = ImageCodec.Decode(Reference.Image(name), Enum.Parse<ImageReadMode>(mode));
        Assert.Equal(ScalarType.Byte, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        // Conversions between colour spaces round: to the nearest in one library, down in the other.
        var tolerance = mode == "GRAY" || name == "cmyk.jpg" ? 1 : 0;
        Assert.InRange((expected - actual.to(int64)).abs().max().ToInt64(), 0, tolerance);
    }

    [Fact]
    public void Transparency_is_added_or_kept_when_asked_for()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(4, ImageCodec.Decode(Reference.Image("rgb.png"), ImageReadMode.RGB_ALPHA).shape[0]);
        Assert.Equal(255, ImageCodec.Decode(Reference.Image("rgb.png"), ImageReadMode.RGB_ALPHA)[3].min().ToInt64());
        Assert.Equal(2, ImageCodec.Decode(Reference.Image("rgba.png"), ImageReadMode.GRAY_ALPHA).shape[0]);
        Assert.Contains("alpha", Assert.Throws<ExternalException>(() => ImageCodec.Decode(Reference.Image("rgb.jpg"), ImageReadMode.RGB_ALPHA)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_streams_decode()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(AppContext.BaseDirectory, "images", "rgb.png");
        using var stream = File.OpenRead(path);
        Assert.True(read_image(path).Equals(read_image(stream, ImageReadMode.UNCHANGED)));
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        foreach (var name in new[] { "rgb.png", "palette.png", "interlaced.png", "rgb.jpg", "progressive.jpg", "cmyk.jpg" })
        {
            var data = Reference.Image(name);
            // A JPEG's last two bytes are its end marker, a PNG's last twelve its end chunk: both belong to a whole file.
            for (var length = 0; length < data.Length; length++) Assert.Throws<ExternalException>(() => ImageCodec.Decode(data.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Damage_is_an_error_or_a_picture_and_never_a_crash()
    {
        var random = new Random(5);
        foreach (var name in new[] { "rgba.png", "gray16.png", "rgb.jpg", "progressive.jpg" })
            for (var round = 0; round < 300; round++)
            {
                var data = Reference.Image(name);
                for (var i = 0; i < 3; i++) data[random.Next(2, data.Length)] = (byte)random.Next(256);
                try
                {
                    using var picture = ImageCodec.Decode(data);
                    Assert.Equal(3, picture.ndim);
                }
                catch (ExternalException error)
                {
                    Assert.NotEmpty(error.Message);
                }
            }
    }

    [Fact]
    public void Other_formats_and_empty_data_are_named()
    {
        Assert.Contains("neither a JPEG nor a PNG", Assert.Throws<ExternalException>(() => ImageCodec.Decode("GIF89a..."u8)).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ExternalException>(() => ImageCodec.Decode([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_claims_too_many_pixels_is_refused()
    {
        var data = Reference.Image("gray.png");
        // IHDR's width and height, and its checksum.
        byte[] size = [0, 0, 0x40, 0, 0, 0, 0x40, 0];
        size.CopyTo(data, 16);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(29), Crc32(data.AsSpan(12, 17)));
        Assert.Contains("16384 x 16384", Assert.Throws<ExternalException>(() => ImageCodec.Decode(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_that_claims_a_large_picture_costs_nothing()
    {
        // 69 bytes that claim 10,000 x 9,999 pixels: 400 MB of memory before the first row, where they are believed.
        byte[] png = Png(10_000, 9_999, Chunk("IDAT", Deflate([0, 1, 2, 3])));
        Assert.Contains("too few bytes for its size", Assert.Throws<ExternalException>(() => ImageCodec.Decode(png)).Message, StringComparison.Ordinal);
        var jpeg = Reference.Image("rgb.jpg");
        int frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        byte[] size = [0x27, 0x0F, 0x27, 0x10];
        size.CopyTo(jpeg, frame + 5);
        Assert.Contains("too few bytes for its size", Assert.Throws<ExternalException>(() => ImageCodec.Decode(jpeg)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_that_no_pixel_needs_are_not_unpacked()
    {
        // Each text unpacks to 8 MB from 8 KB. A thousand of them fill 8 GB where they are kept.
        byte[] text = Chunk("zTXt", [(byte)'k', 0, 0, .. Deflate(new byte[7_900_000])]);
        byte[] png = Png(1, 1, [.. Enumerable.Repeat(text, 100).SelectMany(static each => each), .. Chunk("IDAT", Deflate([0, 1, 2, 3]))]);
        long before = PeakBytes();
        using var picture = ImageCodec.Decode(png);
        Assert.Equal([1, 2, 3], picture.bytes.ToArray());
        // A hundred texts are 790 MB; other tests that run meanwhile take far less.
        // The kernel's count is put together from the processors' now and then, and may seem to fall a little.
        Assert.InRange(PeakBytes() - before, long.MinValue, 400_000_000);
    }

    [Fact]
    public void A_chunk_that_reaches_past_the_end_costs_nothing()
    {
        byte[] png = Png(1, 1, [0x3F, 0xFF, 0xFF, 0xFF, .. "iTXt"u8, 1, 2, 3, 4, .. Chunk("IDAT", Deflate([0, 1, 2, 3]))]);
        Assert.Contains("past the end", Assert.Throws<ExternalException>(() => ImageCodec.Decode(png)).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The inputs that the fuzzer of native/fuzz kept (docs/fuzzing.md): a first byte for the mode, then the file. They were run under AddressSanitizer; here they must not crash. Sound
    /// files (accepted_channels_height_width) give their picture, findings are refused; what other damage comes to is left to the version of libjpeg and libpng.
    /// </summary>
    [Fact]
    public void What_the_fuzzer_kept_does_no_harm()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus"));
        Assert.True(files.Length > 50);
        foreach (string file in files)
        {
            byte[] input = File.ReadAllBytes(file);
            string end, expected = Path.GetFileName(file).Split('-')[0];
            try
            {
                using var picture = ImageCodec.Decode(input.AsSpan(1), (ImageReadMode)(input[0] % 5));
                end = $"accepted_{picture.shape[0]}_{picture.shape[1]}_{picture.shape[2]}";
            }
            catch (ExternalException error)
            {
                Assert.NotEmpty(error.Message);
                end = "refused";
            }

            if (expected != "any") Assert.Equal($"{Path.GetFileName(file)}: {expected}", $"{Path.GetFileName(file)}: {end}");
        }
    }

    private static byte[] Png(int width, int height, byte[] chunks)
    {
        var header = new byte[13];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header, width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", header), .. chunks, .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        var (length, checksum) = (new byte[4], new byte[4]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32(body));
        return [.. length, .. body, .. checksum];
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var stream = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.SmallestSize)) stream.Write(data);
        return packed.ToArray();
    }

    private static long PeakBytes() => long.Parse(
        File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal))[6..].Replace("kB", "", StringComparison.Ordinal).Trim(), System.Globalization.CultureInfo.InvariantCulture) * 1024;

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = ~0u;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
