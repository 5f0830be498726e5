using CnnTools.Core.Images;
using Xunit;

namespace CnnTools.Engine.Tests.Images;

public class ImageHeaderTests
{
    // Start of image; JFIF segment of 16 bytes; quantisation table of 4; fill byte; start of frame (progressive): precision 8, height 300, width 1025.
    private static readonly byte[] Jpeg =
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xDB, 0, 4, 0, 0, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0x01, 0x2C, 0x04, 0x01, 1, 1, 0x11, 0,
    ];

    [Fact]
    public void Png_size_is_read()
    {
        Assert.True(ImageHeader.TryReadSize(SmallPng.Encode(7, 300, 1, 2, 3), out int width, out int height));
        Assert.Equal((7, 300), (width, height));
    }

    [Fact]
    public void Jpeg_size_is_read()
    {
        Assert.True(ImageHeader.TryReadSize(Jpeg, out int width, out int height));
        Assert.Equal((1025, 300), (width, height));
    }

    [Fact]
    public void Every_beginning_is_refused_without_a_crash()
    {
        byte[] png = SmallPng.Encode(2, 2, 0, 0, 0);
        for (int length = 0; length < 24; length++) Assert.False(ImageHeader.TryReadSize(png.AsSpan(0, length), out _, out _));
        for (int length = 0; length < 36; length++) Assert.False(ImageHeader.TryReadSize(Jpeg.AsSpan(0, length), out _, out _));
    }

    [Fact]
    public void Other_formats_are_refused()
    {
        Assert.False(ImageHeader.TryReadSize("GIF89a                         "u8, out _, out _));
        Assert.False(ImageHeader.TryReadSize([0xFF, 0xD8, 0x00, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0], out _, out _));
    }
}
