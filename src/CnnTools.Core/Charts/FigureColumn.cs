namespace CnnTools.Core.Charts;

/// <summary>Figures one below the other.</summary>
/// <param name="figures">The figures, at least one.</param>
public sealed class FigureColumn(IReadOnlyList<Figure> figures) : Figure
{
    /// <inheritdoc/>
    public override double Width => figures.Max(static figure => figure.Width);

    /// <inheritdoc/>
    public override double Height => figures.Sum(static figure => figure.Height);

    /// <inheritdoc/>
    public override string Title => string.Join("; ", figures.Select(static figure => figure.Title));

    /// <inheritdoc/>
    public override string Description => string.Join(" ", figures.Select(static figure => figure.Description));

    internal override void Draw(IDrawing drawing)
    {
        double y = 0;
        foreach (Figure figure in figures)
        {
            drawing.Push((Width - figure.Width) / 2, y, figure.Title);
            figure.Draw(drawing);
            drawing.Pop();
            y += figure.Height;
        }
    }
}
