namespace CnnTools.Core.Charts;

/// <summary>Images in rows, with captions below them, as the tutorials plot their samples.</summary>
public sealed class ImageGrid : Figure
{
    private const double Margin = 16, Gap = 14, TitleSize = 18, TextSize = 13, LineHeight = 17;

    private readonly IReadOnlyList<ImageTile> _tiles;
    private readonly int _columns;
    private readonly double _imageWidth;
    private readonly double _imageHeight;
    private readonly double _scale;
    private readonly double _column;
    private readonly int _lines;

    /// <summary>Prepares a grid.</summary>
    /// <param name="tiles">The images, at least one.</param>
    /// <param name="title">The heading.</param>
    /// <param name="description">What it shows, in words.</param>
    /// <param name="columns">Images a row; null makes the grid about square.</param>
    /// <param name="scale">Units a pixel of an image; null brings small images to about 96 units and leaves large ones at most 320.</param>
    /// <exception cref="CnnException">There are no images: id <c>OptionInvalid</c>.</exception>
    public ImageGrid(IReadOnlyList<ImageTile> tiles, string title, string description, int? columns = null, int? scale = null)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        if (tiles.Count == 0) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, "A grid needs at least one image; found none.");
        (_tiles, Title, Description) = (tiles, title, description);
        int side = tiles.Max(static tile => Math.Max(tile.Image.Width, tile.Image.Height));
        _scale = scale ?? (side > 320 ? 320.0 / side : Math.Max(1, Math.Round(96.0 / side)));
        _columns = Math.Clamp(columns ?? (int)Math.Ceiling(Math.Sqrt(tiles.Count)), 1, tiles.Count);
        _imageWidth = tiles.Max(tile => tile.Image.Width * _scale);
        _imageHeight = tiles.Max(tile => tile.Image.Height * _scale);
        _lines = tiles.Max(static tile => tile.Caption.Count);
        double caption = tiles.SelectMany(static tile => tile.Caption).Select(static line => TextMeasure.Width(line.Text, SizeOf(line.Kind))).DefaultIfEmpty().Max();
        // Long names widen the columns, but not without end: beyond that they are cut.
        _column = Math.Ceiling(Math.Max(_imageWidth, Math.Min(caption, Math.Max(220, 1.5 * _imageWidth))));
    }

    /// <inheritdoc/>
    public override double Width => (2 * Margin) + Math.Max((_columns * _column) + ((_columns - 1) * Gap), Math.Min(480, TextMeasure.Width(Title, TitleSize, strong: true)));

    /// <inheritdoc/>
    public override double Height => (2 * Margin) + TitleSize + 12 + (Rows * (_imageHeight + CaptionHeight)) + ((Rows - 1) * Gap);

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    private int Rows => (_tiles.Count + _columns - 1) / _columns;

    private double CaptionHeight => _lines == 0 ? 0 : 4 + (_lines * LineHeight);

    internal override void Draw(IDrawing drawing)
    {
        drawing.Text(Margin, Margin + TitleSize, TextMeasure.Fit(Title, Width - (2 * Margin), TitleSize, strong: true), new TextStyle(TitleSize, Palette.Ink, Strong: true));
        for (int i = 0; i < _tiles.Count; i++)
        {
            ImageTile tile = _tiles[i];
            double x = Margin + (i % _columns * (_column + Gap)), y = Margin + TitleSize + 12 + (i / _columns * (_imageHeight + CaptionHeight + Gap));
            (double width, double height) = (tile.Image.Width * _scale, tile.Image.Height * _scale);
            drawing.Push(x, y, string.Join(", ", tile.Caption.Select(static line => line.Text)));
            // Whole units, so that every pixel of a small image gets as many as the next one.
            drawing.Image(Math.Round((_column - width) / 2), Math.Round(_imageHeight - height), width, height, tile.Image);
            for (int line = 0; line < tile.Caption.Count; line++)
            {
                ImageCaption caption = tile.Caption[line];
                double size = SizeOf(caption.Kind);
                drawing.Text(_column / 2, _imageHeight + ((line + 1) * LineHeight), TextMeasure.Fit(caption.Text, _column, size), new TextStyle(size, ColorOf(caption.Kind), TextAnchor.Middle));
            }

            drawing.Pop();
        }
    }

    private static double SizeOf(ImageCaptionKind kind) => kind == ImageCaptionKind.Minor ? TextSize - 2 : TextSize;

    private static Rgb ColorOf(ImageCaptionKind kind) => kind switch
    {
        ImageCaptionKind.Minor => Palette.Muted,
        ImageCaptionKind.Truth => Palette.Right,
        ImageCaptionKind.Mistake => Palette.Wrong,
        _ => Palette.Ink,
    };
}
