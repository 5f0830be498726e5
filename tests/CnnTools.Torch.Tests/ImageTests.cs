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
