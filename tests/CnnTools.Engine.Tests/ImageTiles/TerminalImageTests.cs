using CnnTools.Core.Charts;
using CnnTools.Core.Images;

namespace CnnTools.Engine.Tests.Images;

public sealed class TerminalImageTests
{
    // Red, green / blue, white.
    private static readonly DecodedImage s_four = new(3, 2, 2, [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]);

    [Theory]
    [InlineData(CnnColorDepth.TrueColor, "\u001b[38;2;255;0;0;48;2;0;0;255m▀\u001b[38;2;0;255;0;48;2;255;255;255m▀\u001b[0m")]
    [InlineData(CnnColorDepth.Color256, "\u001b[38;5;196;48;5;21m▀\u001b[38;5;46;48;5;231m▀\u001b[0m")]
    [InlineData(CnnColorDepth.Color16, "\u001b[91;44m▀\u001b[92;107m▀\u001b[0m")]
    public void Two_pixels_are_a_half_block(CnnColorDepth depth, string expected) => Assert.Equal([expected], TerminalImage.Draw(s_four, 2, depth));

    [Fact]
    public void Without_colours_shades_are_characters()
    {
        var ramp = new DecodedImage(1, 2, 4, [0, 80, 160, 255, 0, 80, 160, 255]);
        Assert.Equal([" -*@"], TerminalImage.Draw(ramp, 4, CnnColorDepth.None));
    }

    [Fact]
    public void An_odd_last_row_leaves_the_ground_as_it_is() =>
        Assert.Equal(["\u001b[38;2;9;9;9;48;2;9;9;9m▀\u001b[0m", "\u001b[38;2;9;9;9;49m▀\u001b[0m"], TerminalImage.Draw(new DecodedImage(1, 3, 1, [9, 9, 9]), 1, CnnColorDepth.TrueColor));

    [Fact]
    public void A_colour_is_said_once_as_long_as_it_stays() =>
        Assert.Equal(["\u001b[38;2;5;5;5;48;2;5;5;5m▀▀▀▀\u001b[0m"], TerminalImage.Draw(new DecodedImage(1, 2, 4, [5, 5, 5, 5, 5, 5, 5, 5]), 4, CnnColorDepth.TrueColor));

    [Theory]
    [InlineData(10, 5)]
    [InlineData(40, 20)]
    public void Width_and_height_keep_their_ratio(int width, int lines)
    {
        IReadOnlyList<string> drawn = TerminalImage.Draw(new DecodedImage(1, 32, 32, new byte[1024]), width, CnnColorDepth.None);
        Assert.Equal(lines, drawn.Count);
        Assert.All(drawn, line => Assert.Equal(width, line.Length));
    }

    [Fact]
    public void Images_lie_side_by_side_with_their_captions()
    {
        var tile = new ImageTile(new DecodedImage(1, 4, 4, [.. Enumerable.Repeat((byte)255, 16)]), [new("a long caption"), new("b")]);
        Assert.Equal(["@@@@  @@@@", "@@@@  @@@@", "a l…  a l…", "b     b"], TerminalGrid.Row([tile, tile], 4, CnnColorDepth.None));
        Assert.Equal((3, 1), (TerminalGrid.Columns(32, 100), TerminalGrid.Columns(32, 20)));
        Assert.Equal((32, 24, 120, 60), (TerminalGrid.UsualWidth(32, 200), TerminalGrid.UsualWidth(8, 200), TerminalGrid.UsualWidth(640, 200), TerminalGrid.UsualWidth(640, 60)));
    }

    [Theory]
    [InlineData("NO_COLOR=1;COLORTERM=truecolor;TERM=xterm-256color", false, false, CnnColorDepth.None)]
    [InlineData("COLORTERM=truecolor;TERM=xterm-256color", true, false, CnnColorDepth.None)]
    [InlineData("COLORTERM=truecolor;TERM=xterm-256color", false, true, CnnColorDepth.None)]
    [InlineData("COLORTERM=truecolor;TERM=xterm-256color", false, false, CnnColorDepth.TrueColor)]
    [InlineData("COLORTERM=24bit;TERM=xterm", false, false, CnnColorDepth.TrueColor)]
    [InlineData("TERM=xterm-direct", false, false, CnnColorDepth.TrueColor)]
    [InlineData("NO_COLOR=;TERM=screen-256color", false, false, CnnColorDepth.Color256)]
    [InlineData("TERM=linux", false, false, CnnColorDepth.Color16)]
    [InlineData("TERM=dumb", false, false, CnnColorDepth.None)]
    [InlineData("", false, false, CnnColorDepth.None)]
    public void Colours_are_those_the_terminal_says_it_has(string environment, bool plainText, bool redirected, CnnColorDepth expected)
    {
        Dictionary<string, string> variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(expected, ColorSupport.Detect(variables.GetValueOrDefault, plainText, redirected, windows: false).Depth);
    }
}
