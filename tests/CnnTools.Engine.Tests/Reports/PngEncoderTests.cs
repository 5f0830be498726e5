using CnnTools.Core.Images;

namespace CnnTools.Engine.Tests.Reports;

/// <summary>PNG files are read back to the same pixels.</summary>
public class PngEncoderTests
{
    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 32, 32)]
    [InlineData(3, 1, 1)]
    [InlineData(1, 1, 7)]
    [InlineData(3, 5, 300)]
    public void An_image_comes_back_to_the_last_bit(int channels, int height, int width)
    {
        var pixels = new byte[channels * height * width];
        new Random(3).NextBytes(pixels);
        DecodedImage back = ImageDecoder.Decode(PngEncoder.Encode(new DecodedImage(channels, height, width, pixels)), channels);
        Assert.Equal((channels, height, width), (back.Channels, back.Height, back.Width));
        Assert.Equal(pixels, back.Pixels);
    }

    [Fact]
    public void Filters_make_a_smooth_image_much_smaller()
    {
        byte[] slope = [.. Enumerable.Range(0, 64 * 64).Select(static i => (byte)(2 * (i % 64) + i / 64))];
        Assert.InRange(PngEncoder.Encode(new DecodedImage(1, 64, 64, slope)).Length, 60, 400);
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(1, 3)]
    [InlineData(3, 0)]
    public void What_is_no_image_is_refused(int channels, int bytes) => Assert.Throws<ArgumentException>(() => PngEncoder.Encode(new DecodedImage(channels, 2, channels == 1 ? 2 : 1, new byte[bytes])));
}
