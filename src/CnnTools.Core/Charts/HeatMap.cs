namespace CnnTools.Core.Charts;

/// <summary>A confusion matrix as a heat map: a row a true class, a column a predicted class, coloured by the share of the row, with the number of images in
/// each cell where there is room.</summary>
public sealed class HeatMap : Figure
{
    private const double Margin = 16, TitleSize = 18, TextSize = 12, LegendWidth = 74, LargestLabel = 150;

    private readonly string[] _classes;
    private readonly int[,] _counts;
    private readonly double _cell;
    private readonly double _labelSize;
    private readonly double _rowLabel;
    private readonly double _columnLabel;
    private readonly bool _upwards;

    /// <summary>Prepares a heat map.</summary>
    /// <param name="cells">The matrix; cells that are missing count nothing. Classes come in the order in which they appear as true classes.</param>
    /// <param name="title">The heading; null says <c>Confusion matrix</c>.</param>
    /// <param name="width">Width in units; null gives each cell a size at which its number can be read.</param>
    /// <exception cref="CnnException">There are no cells, or one comes twice (<c>ConfusionInvalid</c>), or the width is too small
    /// (<c>OptionInvalid</c>).</exception>
    public HeatMap(IReadOnlyList<CnnConfusionCell> cells, string? title = null, double? width = null)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0) throw new CnnException("ConfusionInvalid", CnnErrorCategory.InvalidArgument, "A heat map needs the cells of a confusion matrix; found none. Pipe in what Get-CnnConfusionMatrix gives.");
        _classes = [.. cells.Select(static cell => cell.TrueLabel).Concat(cells.Select(static cell => cell.PredictedLabel)).Distinct(StringComparer.Ordinal)];
        _counts = new int[_classes.Length, _classes.Length];
        Dictionary<string, int> position = _classes.Select(static (name, index) => (name, index)).ToDictionary(static pair => pair.name, static pair => pair.index, StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();
        foreach (CnnConfusionCell cell in cells)
        {
            if (!seen.Add((cell.TrueLabel, cell.PredictedLabel)))
                throw new CnnException("ConfusionInvalid", CnnErrorCategory.InvalidArgument, $"Expected the confusion matrix of one model; the cell of true class '{cell.TrueLabel}' and predicted class '{cell.PredictedLabel}' comes twice. Draw one heat map a model.", cell.TrueLabel);
            _counts[position[cell.TrueLabel], position[cell.PredictedLabel]] = cell.Count;
        }

        int count = _classes.Length;
        double wanted = count <= 12 ? 46 : count <= 30 ? 30 : Math.Max(9, 900.0 / count);
        _labelSize = Math.Min(TextSize, wanted);
        _rowLabel = Math.Min(LargestLabel, _classes.Max(name => TextMeasure.Width(name, _labelSize)));
        if (width is { } total)
        {
            wanted = (total - (2 * Margin) - 26 - _rowLabel - LegendWidth) / count;
            if (wanted < 4) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant($"Width: expected at least {(4 * count) + (2 * Margin) + 26 + _rowLabel + LegendWidth:0} for {count} classes; found {total}."), total);
            _labelSize = Math.Min(TextSize, wanted);
        }

        // Whole units: neighbouring cells meet at a pixel's edge.
        _cell = Math.Floor(wanted);
        _upwards = _classes.Any(name => TextMeasure.Width(name, _labelSize) > _cell - 4);
        _columnLabel = _upwards ? Math.Min(LargestLabel, _classes.Max(name => TextMeasure.Width(name, _labelSize))) : _labelSize;
        Title = title ?? "Confusion matrix";
    }

    /// <inheritdoc/>
    public override double Width => Math.Ceiling(Math.Max(
        Left + (_cell * _classes.Length) + LegendWidth + Margin,
        (2 * Margin) + Math.Min(480, Math.Max(TextMeasure.Width(Title, TitleSize, strong: true), TextMeasure.Width(Summary, TextSize)) + 1)));

    /// <inheritdoc/>
    public override double Height => Math.Ceiling(Top + Math.Max(_cell * _classes.Length, 80) + 8 + _columnLabel + 30 + Margin);

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            IEnumerable<string> mistakes = (from truth in Enumerable.Range(0, _classes.Length)
                                            from predicted in Enumerable.Range(0, _classes.Length)
                                            where truth != predicted && _counts[truth, predicted] > 0
                                            orderby _counts[truth, predicted] descending
                                            select $"{_classes[truth]} taken for {_classes[predicted]} {_counts[truth, predicted]} times").Take(5);
            string most = string.Join("; ", mistakes);
            return most.Length == 0 ? $"{Summary}." : $"{Summary}. Most frequent mistakes: {most}.";
        }
    }

    private double Left => Math.Ceiling(Margin + 26 + _rowLabel);

    private static double Top => Margin + TitleSize + 8 + TextSize + 16;

    private int Total => _counts.Cast<int>().Sum();

    private int Right => Enumerable.Range(0, _classes.Length).Sum(label => _counts[label, label]);

    private string Summary => Invariant($"{Right:N0} of {Total:N0} images right ({(Total == 0 ? 0 : 100.0 * Right / Total):0.00}%), {_classes.Length} classes");

    internal override void Draw(IDrawing drawing)
    {
        int count = _classes.Length;
        double left = Left, top = Top, size = _cell * count, room = Width - (2 * Margin);
        drawing.Text(Margin, Margin + TitleSize, TextMeasure.Fit(Title, room, TitleSize, strong: true), new TextStyle(TitleSize, Palette.Ink, Strong: true));
        drawing.Text(Margin, Margin + TitleSize + 8 + TextSize, TextMeasure.Fit(Summary, room, TextSize), new TextStyle(TextSize, Palette.Muted));
        for (int truth = 0; truth < count; truth++)
        {
            int support = Enumerable.Range(0, count).Sum(predicted => _counts[truth, predicted]);
            for (int predicted = 0; predicted < count; predicted++) DrawCell(drawing, left + (predicted * _cell), top + (truth * _cell), _counts[truth, predicted], support);
            drawing.Text(left - 6, top + ((truth + 0.5) * _cell) + (0.36 * _labelSize), TextMeasure.Fit(_classes[truth], _rowLabel, _labelSize), new TextStyle(_labelSize, Palette.Ink, TextAnchor.End));
        }

        for (int predicted = 0; predicted < count; predicted++)
        {
            double middle = left + ((predicted + 0.5) * _cell);
            string name = TextMeasure.Fit(_classes[predicted], _upwards ? LargestLabel : _cell, _labelSize);
            if (_upwards) drawing.Text(middle + (0.36 * _labelSize), top + size + 6, name, new TextStyle(_labelSize, Palette.Ink, TextAnchor.End, Upwards: true));
            else drawing.Text(middle, top + size + 6 + _labelSize, name, new TextStyle(_labelSize, Palette.Ink, TextAnchor.Middle));
        }

        Frame(drawing, left, top, size, size);
        drawing.Text(Margin + 10, top + (size / 2), "True class", new TextStyle(TextSize, Palette.Ink, TextAnchor.Middle, Strong: true, Upwards: true));
        drawing.Text(left + (size / 2), top + size + 8 + _columnLabel + 22, "Predicted class", new TextStyle(TextSize, Palette.Ink, TextAnchor.Middle, Strong: true));
        DrawLegend(drawing, left + size + 18, top, Math.Max(80, size));
    }

    private void DrawCell(IDrawing drawing, double x, double y, int images, int support)
    {
        Rgb color = Palette.OfShare(support == 0 ? 0 : (double)images / support);
        drawing.Rectangle(x, y, _cell, _cell, color);
        string text = Invariant($"{images}");
        double size = Math.Min(13, _cell * 0.42);
        if (size < 7 || TextMeasure.Width(text, size) > _cell - 2) return;
        drawing.Text(x + (_cell / 2), y + (_cell / 2) + (0.36 * size), text, new TextStyle(size, images == 0 ? Palette.Muted.Mix(Palette.Paper, 0.35) : Palette.InkOn(color), TextAnchor.Middle));
    }

    private static void DrawLegend(IDrawing drawing, double x, double top, double height)
    {
        const int Steps = 50;
        double step = height / Steps;
        for (int i = 0; i < Steps; i++) drawing.Rectangle(x, top + (i * step), 12, step + (i == Steps - 1 ? 0 : 0.5), Palette.OfShare(1 - ((i + 0.5) / Steps)));
        Frame(drawing, x, top, 12, height);
        foreach (int percent in (int[])[0, 50, 100]) drawing.Text(x + 16, top + (height * (1 - (percent / 100.0))) + (percent == 100 ? 9 : percent == 0 ? 0 : 4), Invariant($"{percent}%"), new TextStyle(11, Palette.Muted));
        drawing.Text(x + 50, top + (height / 2), height >= 160 ? "Share of the true class" : "Share", new TextStyle(11, Palette.Muted, TextAnchor.Middle, Upwards: true));
    }

    private static void Frame(IDrawing drawing, double x, double y, double width, double height) =>
        drawing.Line([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)], Palette.Muted, 1);
}
