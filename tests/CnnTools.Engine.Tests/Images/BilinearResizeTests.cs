using CnnTools.Core.Images;
using Xunit;

namespace CnnTools.Engine.Tests.Images;

public class BilinearResizeTests
{
    /// <summary>Computed by Pillow 9.4: <c>Image.fromarray(a).resize((width, height), Image.BILINEAR)</c> with <c>a[y, x] = (37 x + 101 y + 7 x y) mod
    /// 256</c>.</summary>
    public static TheoryData<int, int, int, int, byte[]> PillowValues => new()
    {
        { 5, 7, 4, 3, [59, 123, 160, 161, 140, 128, 136, 133, 139, 136, 113, 124] },
        {
            3, 3, 6, 8,
            [
                0, 2, 16, 30, 44, 58, 72, 74, 25, 28, 42, 57, 71, 86, 101, 103, 76, 79, 94, 110, 126, 142, 158, 160, 126, 129, 146, 164, 169, 162, 155, 154,
                177, 180, 198, 217, 200, 146, 92, 83, 202, 205, 224, 243, 215, 138, 61, 48,
            ]
        },
        { 9, 4, 2, 4, [116, 150, 109, 157, 140, 117, 159, 136] },
        { 16, 16, 5, 3, [128, 133, 139, 133, 134, 128, 136, 123, 125, 119, 121, 126, 100, 118, 128] },
    };

    [Theory]
    [MemberData(nameof(PillowValues))]
    public void Values_are_Pillows(int height, int width, int newHeight, int newWidth, byte[] expected)
    {
        var resized = BilinearResize.Resize(new DecodedImage(1, height, width, Pattern(height, width)), newHeight, newWidth);

        Assert.Equal((1, newHeight, newWidth), (resized.Channels, resized.Height, resized.Width));
        Assert.Equal(expected, resized.Pixels);
    }

    [Fact]
    public void Channels_do_not_mix()
    {
        byte[] pattern = Pattern(5, 7), flat = [.. Enumerable.Repeat((byte)200, 35)];

        var resized = BilinearResize.Resize(new DecodedImage(3, 5, 7, [.. flat, .. pattern, .. flat]), 4, 3);

        Assert.Equal(Enumerable.Repeat((byte)200, 12), resized.Pixels[..12]);
        Assert.Equal(BilinearResize.Resize(new DecodedImage(1, 5, 7, pattern), 4, 3).Pixels, resized.Pixels[12..24]);
        Assert.Equal(Enumerable.Repeat((byte)200, 12), resized.Pixels[24..]);
    }

    [Fact]
    public void The_same_size_is_the_same_image()
    {
        var image = new DecodedImage(1, 2, 2, [1, 2, 3, 4]);
        Assert.Same(image, BilinearResize.Resize(image, 2, 2));
    }

    [Fact]
    public void Sizes_below_one_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BilinearResize.Resize(new DecodedImage(1, 1, 1, [0]), 0, 1));

    private static byte[] Pattern(int height, int width) =>
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select (byte)(37 * x + 101 * y + 7 * x * y)];
}
