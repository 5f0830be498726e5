namespace CnnTools.Core.Charts;

/// <summary>Something that can be drawn: a chart, a grid of images. <see cref="FigureFile"/> writes it.</summary>
public abstract class Figure
{
    /// <summary>Width in units; an SVG shows a unit as a pixel.</summary>
    public abstract double Width { get; }

    /// <summary>Height in units.</summary>
    public abstract double Height { get; }

    /// <summary>One line that names it.</summary>
    public abstract string Title { get; }

    /// <summary>What it shows, in words, for those who cannot see it.</summary>
    public abstract string Description { get; }

    /// <summary>Draws it, from the origin on.</summary>
    internal abstract void Draw(IDrawing drawing);
}
