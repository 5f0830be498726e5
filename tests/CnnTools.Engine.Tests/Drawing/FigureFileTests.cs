using CnnTools.Core.Charts;
using CnnTools.Core.Images;

namespace CnnTools.Engine.Tests.Drawing;

public sealed class FigureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static DecodedImage Colored(int side, params byte[] color) => new(3, side, side, [.. color.SelectMany(value => Enumerable.Repeat(value, side * side))]);

    private static ImageGrid Grid() => new([new ImageTile(Colored(4, 255, 0, 0), [new("red")]), new ImageTile(Colored(4, 0, 128, 255), [new("blue")])], "Two", "Two images.", columns: 2, scale: 10);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_pixel_of_an_image_becomes_a_square()
    {
        DecodedImage image = new(3, 2, 2, [255, 0, 0, 10, /* green */ 0, 255, 0, 20, /* blue */ 0, 0, 255, 30]);
        DecodedImage drawn = Pixels.Of(new ImageGrid([new ImageTile(image, [])], "", "", scale: 10), ".png");
        int[] colors = [0xff0000, 0x00ff00, 0x0000ff, 0x0a141e];
        Assert.All(colors, color => Assert.Equal(100, Pixels.Count(drawn, color)));
    }

    [Theory]
    [InlineData(".png", 0)]
    [InlineData(".jpg", 12)]
    [InlineData(".JPEG", 12)]
    public void Pixel_formats_hold_the_images(string extension, int tolerance)
    {
        DecodedImage image = Pixels.Of(Grid(), extension);
        int near = Enumerable.Range(0, image.Width * image.Height).Count(i => Near(Pixels.At(image, i % image.Width, i / image.Width), 0xff0000, tolerance));
        Assert.InRange(near, 1200, 1700);
    }

    [Fact]
    public void A_vector_file_holds_images_and_words()
    {
        var svg = new SvgTexts(Grid());
        Assert.Equal(2, svg.Of("image").Length);
        Assert.All(svg.Of("image"), image => Assert.StartsWith("data:image/png;base64,iVBOR", image.Attribute("href")!.Value, StringComparison.Ordinal));
        Assert.Equal(["Two", "red", "blue"], svg.Text);
    }

    [Fact]
    public void Long_captions_are_cut_and_do_not_touch()
    {
        var grid = new ImageGrid([.. Enumerable.Range(0, 6).Select(i => new ImageTile(Colored(32, 1, 2, 3), [new($"a class with a name that nobody would ever give to a class {i}"), new($"Test {i}", ImageCaptionKind.Minor)]))], "Grid", "");
        var svg = new SvgTexts(grid);
        svg.AssertReadable(grid);
        Assert.Contains(svg.Text, text => text.EndsWith('…'));
    }

    [Fact]
    public void A_file_is_replaced_only_when_told_to()
    {
        string path = Path.Combine(_folder, "a.png");
        File.WriteAllText(path, "mine");
        Assert.Equal("OutputExists", Assert.Throws<CnnException>(() => FigureFile.Write(Grid(), path)).ErrorId);
        Assert.Equal("mine", File.ReadAllText(path));
        FigureFile.Write(Grid(), path, force: true);
        Assert.True(new FileInfo(path).Length > 500);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("a")]
    public void Other_formats_are_refused(string name) => Assert.Equal("OutputPathInvalid", Assert.Throws<CnnException>(() => FigureFile.Check(Path.Combine(_folder, name), false)).ErrorId);

    [Fact]
    public void An_image_that_would_fill_the_memory_is_refused() =>
        Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => FigureFile.Write(Grid(), Path.Combine(_folder, "a.png"), scale: 5000)).ErrorId);

    private static bool Near(int color, int wanted, int tolerance) => Enumerable.Range(0, 3).All(i => Math.Abs(((color >> (8 * i)) & 255) - ((wanted >> (8 * i)) & 255)) <= tolerance);
}
