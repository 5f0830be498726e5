using System.Text;
using System.Xml;
using CnnTools.Core.Images;

namespace CnnTools.Core.Charts;

/// <summary>Draws as SVG 1.1: shapes stay shapes and text stays text, that can be searched, selected and read aloud.</summary>
internal sealed class SvgDrawing : IDrawing, IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string FontFamily = "'Open Sans', 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif";

    private readonly XmlWriter _xml;

    /// <summary>Starts a document.</summary>
    /// <param name="stream">Where it goes; stays open.</param>
    /// <param name="figure">What is drawn.</param>
    public SvgDrawing(Stream stream, Figure figure)
    {
        _xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, IndentChars = " ", CloseOutput = false, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        _xml.WriteStartElement("svg", Namespace);
        _xml.WriteAttributeString("width", Number(figure.Width));
        _xml.WriteAttributeString("height", Number(figure.Height));
        _xml.WriteAttributeString("viewBox", $"0 0 {Number(figure.Width)} {Number(figure.Height)}");
        _xml.WriteAttributeString("font-family", FontFamily);
        _xml.WriteAttributeString("role", "img");
        _xml.WriteAttributeString("aria-labelledby", "title desc");
        Words("title", "title", figure.Title);
        Words("desc", "desc", figure.Description);
    }

    public void Push(double x, double y, string? label)
    {
        _xml.WriteStartElement("g", Namespace);
        if (x != 0 || y != 0) _xml.WriteAttributeString("transform", $"translate({Number(x)} {Number(y)})");
        if (label is not null) _xml.WriteElementString("title", Namespace, Printable(label));
    }

    public void Pop() => _xml.WriteEndElement();

    public void Rectangle(double x, double y, double width, double height, Rgb fill)
    {
        _xml.WriteStartElement("rect", Namespace);
        At("x", x, "y", y);
        At("width", width, "height", height);
        _xml.WriteAttributeString("fill", fill.ToString());
        _xml.WriteEndElement();
    }

    public void Line(IReadOnlyList<(double X, double Y)> points, Rgb color, double width, bool dashed = false)
    {
        _xml.WriteStartElement("polyline", Namespace);
        _xml.WriteAttributeString("points", Points(points));
        _xml.WriteAttributeString("fill", "none");
        _xml.WriteAttributeString("stroke", color.ToString());
        _xml.WriteAttributeString("stroke-width", Number(width));
        _xml.WriteAttributeString("stroke-linejoin", "round");
        if (dashed) _xml.WriteAttributeString("stroke-dasharray", "5 4");
        _xml.WriteEndElement();
    }

    public void Polygon(IReadOnlyList<(double X, double Y)> points, Rgb fill)
    {
        _xml.WriteStartElement("polygon", Namespace);
        _xml.WriteAttributeString("points", Points(points));
        _xml.WriteAttributeString("fill", fill.ToString());
        _xml.WriteEndElement();
    }

    public void Dot(double x, double y, double radius, Rgb fill)
    {
        _xml.WriteStartElement("circle", Namespace);
        At("cx", x, "cy", y);
        _xml.WriteAttributeString("r", Number(radius));
        _xml.WriteAttributeString("fill", fill.ToString());
        _xml.WriteEndElement();
    }

    public void Text(double x, double y, string text, TextStyle style)
    {
        _xml.WriteStartElement("text", Namespace);
        if (style.Upwards) _xml.WriteAttributeString("transform", $"translate({Number(x)} {Number(y)}) rotate(-90)");
        else At("x", x, "y", y);
        _xml.WriteAttributeString("font-size", Number(style.Size));
        _xml.WriteAttributeString("fill", style.Color.ToString());
        if (style.Anchor != TextAnchor.Start) _xml.WriteAttributeString("text-anchor", style.Anchor == TextAnchor.Middle ? "middle" : "end");
        if (style.Strong) _xml.WriteAttributeString("font-weight", "600");
        _xml.WriteString(Printable(text));
        _xml.WriteEndElement();
    }

    public void Image(double x, double y, double width, double height, DecodedImage image)
    {
        _xml.WriteStartElement("image", Namespace);
        At("x", x, "y", y);
        At("width", width, "height", height);
        _xml.WriteAttributeString("preserveAspectRatio", "none");
        _xml.WriteAttributeString("style", "image-rendering:pixelated");
        _xml.WriteAttributeString("href", "data:image/png;base64," + Convert.ToBase64String(PngEncoder.Encode(image)));
        _xml.WriteEndElement();
    }

    /// <summary>Ends the document.</summary>
    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.Dispose();
    }

    private void Words(string element, string id, string text)
    {
        _xml.WriteStartElement(element, Namespace);
        _xml.WriteAttributeString("id", id);
        _xml.WriteString(Printable(text));
        _xml.WriteEndElement();
    }

    private void At(string first, double x, string second, double y)
    {
        _xml.WriteAttributeString(first, Number(x));
        _xml.WriteAttributeString(second, Number(y));
    }

    private static string Points(IReadOnlyList<(double X, double Y)> points) => string.Join(' ', points.Select(static point => $"{Number(point.X)},{Number(point.Y)}"));

    private static string Number(double value) => Invariant($"{value:0.##}");

    /// <summary>A class name may hold any character, an XML document may not (XML 1.0, 2.2).</summary>
    private static string Printable(string text) => string.Concat(text.Select((character, i) =>
        XmlConvert.IsXmlChar(character) || (i + 1 < text.Length && char.IsSurrogatePair(character, text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], character)) ? character : '\uFFFD'));
}
