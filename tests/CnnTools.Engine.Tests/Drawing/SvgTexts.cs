using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CnnTools.Core.Charts;

namespace CnnTools.Engine.Tests.Drawing;

/// <summary>A figure as SVG, taken apart: its texts with the boxes that they fill.</summary>
internal sealed partial class SvgTexts
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public SvgTexts(Figure figure)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "figure.svg");
            FigureFile.Write(figure, path);
            Document = XDocument.Load(path);
            Size = new FileInfo(path).Length;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Box = [.. Document.Descendants(s_svg + "text").Select(BoxOf)];
    }

    public XDocument Document { get; }

    public long Size { get; }

    public (string Text, double Left, double Top, double Right, double Bottom)[] Box { get; }

    public string[] Text => [.. Box.Select(static box => box.Text)];

    public string Title => Document.Root!.Element(s_svg + "title")!.Value;

    public string Description => Document.Root!.Element(s_svg + "desc")!.Value;

    public XElement[] Of(string element) => [.. Document.Descendants(s_svg + element)];

    /// <summary>No text touches another one, and none leaves the figure.</summary>
    public void AssertReadable(Figure figure)
    {
        foreach (var box in Box)
            Assert.True(box.Left >= -0.5 && box.Top >= -0.5 && box.Right <= figure.Width + 0.5 && box.Bottom <= figure.Height + 0.5, $"'{box.Text}' leaves the figure: {box} in {figure.Width} x {figure.Height}");
        for (int i = 0; i < Box.Length; i++)
        for (int j = 0; j < i; j++)
        {
            var (a, b) = (Box[i], Box[j]);
            Assert.False(a.Left < b.Right - 0.5 && b.Left < a.Right - 0.5 && a.Top < b.Bottom - 0.5 && b.Top < a.Bottom - 0.5, $"'{a.Text}' and '{b.Text}' overlap: {a}, {b}");
        }
    }

    /// <summary>Where the groups around an element put its origin.</summary>
    public static (double X, double Y) Origin(XElement element)
    {
        (double x, double y) = (0, 0);
        foreach (XElement group in element.Ancestors(s_svg + "g"))
            if (Move().Match(group.Attribute("transform")?.Value ?? "") is { Success: true } moved) (x, y) = (x + Number(moved.Groups[1].Value), y + Number(moved.Groups[2].Value));
        return (x, y);
    }

    private static (string, double, double, double, double) BoxOf(XElement text)
    {
        double size = Number(text.Attribute("font-size")!.Value);
        double width = TextMeasure.Width(text.Value, size, text.Attribute("font-weight") is not null);
        double before = text.Attribute("text-anchor")?.Value switch { "middle" => width / 2, "end" => width, _ => 0 };
        // Ascent and descent of capitals and small letters, a little less than the font's line.
        (double up, double down) = (0.76 * size, 0.22 * size);
        (double x, double y) = Origin(text);
        if (Move().Match(text.Attribute("transform")?.Value ?? "") is { Success: true } turned)
        {
            (x, y) = (x + Number(turned.Groups[1].Value), y + Number(turned.Groups[2].Value));
            return (text.Value, x - up, y - (width - before), x + down, y + before);
        }

        (x, y) = (x + Number(text.Attribute("x")!.Value), y + Number(text.Attribute("y")!.Value));
        return (text.Value, x - before, y - up, x - before + width, y + down);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"translate\((-?[0-9.]+) (-?[0-9.]+)\)")]
    private static partial Regex Move();
}
