using System.Reflection;
using System.Text.Json;
using CnnTools.Engine.Images;

namespace CnnTools.Engine.Tests.Images;

/// <summary>The provider's decoder, whichever the engine was built with, against the pixels that torchvision decodes.</summary>
public sealed class TorchImageDecoderTests
{
    private static readonly string s_folder = Path.Combine(
        typeof(TorchImageDecoderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!, "tests", "CnnTools.Torch.Tests");

    private static readonly JsonElement s_expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, "reference", "reference.json"))).RootElement.GetProperty("images");

    public static TheoryData<string> Pictures => [.. s_expected.EnumerateObject().Select(static picture => picture.Name)];

    public static TheoryData<string> ComparablePictures => [.. s_expected.EnumerateObject().Where(static picture => picture.Value.TryGetProperty("RGB", out _)).Select(static picture => picture.Name)];

    [Theory]
    [MemberData(nameof(ComparablePictures))]
    public void Colours_and_greys_are_those_of_torchvision(string name)
    {
        foreach ((string mode, int channels) in new[] { ("RGB", 3), ("GRAY", 1) })
        {
            if (!s_expected.GetProperty(name).TryGetProperty(mode, out JsonElement expected)) continue; // torchvision's own answer is of another kind there
            DecodedImage actual = new TorchImageDecoder().Decode(Picture(name), channels);
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()), [actual.Channels, actual.Height, actual.Width]);
            // Conversions between colour spaces round: to the nearest in one library, down in the other.
            int tolerance = mode == "GRAY" || name == "cmyk.jpg" ? 1 : 0;
            int[] values = [.. expected.GetProperty("data").EnumerateArray().Select(value => value.GetInt32())];
            int most = values.Zip(actual.Pixels, (wanted, found) => Math.Abs(wanted - found)).Max();
            Assert.True(most <= tolerance, $"{name} as {mode}: a value differs by {most}, more than {tolerance}.");
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Half_a_picture_and_none_are_errors(string name)
    {
        byte[] whole = Picture(name);
        foreach (int length in new[] { 0, 3, 12, whole.Length / 2, whole.Length - 30 })
            Assert.Equal("ImageDecodeFailed", Assert.Throws<CnnException>(() => new TorchImageDecoder().Decode(whole.AsSpan(0, length), 3)).ErrorId);
    }

    [Fact]
    public void Other_formats_are_refused_by_name()
    {
        // A whole GIF of one pixel: a decoder that reads more formats than PNG and JPEG must not let it through.
        byte[] gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];
        CnnException error = Assert.Throws<CnnException>(() => new TorchImageDecoder().Decode(gif, 3));
        Assert.Equal("ImageDecodeFailed", error.ErrorId);
        Assert.Contains("neither a JPEG nor a PNG", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Picture(string name) => File.ReadAllBytes(Path.Combine(s_folder, "images", name));
}
