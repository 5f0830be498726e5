using CnnTools.Core.Images;

namespace CnnTools.Core.Charts;

/// <summary>Where a text lies relative to its point.</summary>
internal enum TextAnchor
{
    /// <summary>It begins there.</summary>
    Start,

    /// <summary>Its middle is there.</summary>
    Middle,

    /// <summary>It ends there.</summary>
    End,
}

/// <summary>How a text looks.</summary>
/// <param name="Size">Height of the font.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Anchor">Where it lies relative to its point.</param>
/// <param name="Strong">Whether it is semi-bold.</param>
/// <param name="Upwards">Whether it runs from bottom to top.</param>
internal readonly record struct TextStyle(double Size, Rgb Color, TextAnchor Anchor = TextAnchor.Start, bool Strong = false, bool Upwards = false);

/// <summary>A surface to draw on; x goes right, y goes down. What is drawn later lies above.</summary>
internal interface IDrawing
{
    /// <summary>Moves the origin until the matching <see cref="Pop"/>.</summary>
    /// <param name="x">By how much to the right.</param>
    /// <param name="y">By how much down.</param>
    /// <param name="label">What is drawn in between, for those who cannot see it; null where it needs no words.</param>
    void Push(double x, double y, string? label);

    /// <summary>Ends the last <see cref="Push"/>.</summary>
    void Pop();

    /// <summary>A filled rectangle.</summary>
    void Rectangle(double x, double y, double width, double height, Rgb fill);

    /// <summary>A line through points.</summary>
    void Line(IReadOnlyList<(double X, double Y)> points, Rgb color, double width, bool dashed = false);

    /// <summary>A filled shape.</summary>
    void Polygon(IReadOnlyList<(double X, double Y)> points, Rgb fill);

    /// <summary>A filled circle.</summary>
    void Dot(double x, double y, double radius, Rgb fill);

    /// <summary>One line of text; y is its base line.</summary>
    void Text(double x, double y, string text, TextStyle style);

    /// <summary>An image whose pixels stay squares with sharp edges.</summary>
    void Image(double x, double y, double width, double height, DecodedImage image);
}
