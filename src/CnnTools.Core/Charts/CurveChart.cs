namespace CnnTools.Core.Charts;

/// <summary>
/// Curves of one or more trainings, a panel a metric. One training's curves are named at their ends; several trainings have a colour and a marker each, the
/// training split dashed and
/// the watched images solid, and a legend above.
/// </summary>
public sealed class CurveChart : Figure
{
    private const double Margin = 16, TitleSize = 18, TextSize = 12, LegendLine = 20;
    private const int MarkedEpochs = 40;

    private readonly IReadOnlyList<CurveRun> _runs;
    private readonly CurvePanel[] _panels;
    private readonly Lazy<double> _legendHeight;

    /// <summary>Prepares a chart.</summary>
    /// <param name="runs">The trainings, at least one, each with at least one epoch.</param>
    /// <param name="metrics">What to show; empty shows loss and accuracy, and the learning rate where it changes.</param>
    /// <param name="title">The heading; null makes one of the trainings' names.</param>
    /// <param name="width">Width in units; null takes 480 a panel.</param>
    /// <param name="height">Height in units.</param>
    /// <exception cref="CnnException">There is nothing to draw, or too little room: id <c>OptionInvalid</c>.</exception>
    public CurveChart(IReadOnlyList<CurveRun> runs, IReadOnlyList<CnnChartMetric>? metrics = null, string? title = null, double? width = null, double? height = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0 || runs.Any(static run => run.History.Count == 0)) throw Invalid($"A curve needs at least one epoch; found {runs.Count} trainings{(runs.Count == 0 ? "" : ", one of them without any")}.");
        _runs = runs;
        _panels = [.. (metrics is { Count: > 0 } ? metrics.Distinct() : Usual(runs)).Select(CurvePanel.Of)];
        Width = width ?? (480 * _panels.Length);
        if (Width / _panels.Length < 240) throw Invalid($"Width: expected at least {240 * _panels.Length} for {_panels.Length} panels; found {Width}.");
        Title = title ?? (runs.Count == 1 ? runs[0].Name : $"{runs.Count} trainings");
        _legendHeight = new Lazy<double>(() => runs.Count == 1 ? 0 : 8 + (LegendLine * Legend().Max(static entry => entry.Line + 1)));
        Height = height ?? 360 + _legendHeight.Value;
        if (Height - _legendHeight.Value < 200) throw Invalid($"Height: expected at least {200 + _legendHeight.Value}; found {Height}.");
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => string.Join(" ", _runs.Select(Describe));

    internal override void Draw(IDrawing drawing)
    {
        drawing.Text(Margin, Margin + TitleSize, TextMeasure.Fit(Title, Width - (2 * Margin), TitleSize, strong: true), new TextStyle(TitleSize, Palette.Ink, Strong: true));
        double top = Margin + TitleSize + 10;
        if (_runs.Count > 1)
        {
            DrawLegend(drawing, top);
            top += _legendHeight.Value;
        }

        double width = Width / _panels.Length;
        for (int i = 0; i < _panels.Length; i++)
        {
            drawing.Push(i * width, top, _panels[i].Title);
            DrawPanel(drawing, _panels[i], width, Height - top);
            drawing.Pop();
        }
    }

    private static IEnumerable<CnnChartMetric> Usual(IReadOnlyList<CurveRun> runs) =>
        runs.SelectMany(static run => run.History.Select(static epoch => epoch.LearningRate)).Distinct().Count() > 1
            ? [CnnChartMetric.Loss, CnnChartMetric.Accuracy, CnnChartMetric.LearningRate]
            : [CnnChartMetric.Loss, CnnChartMetric.Accuracy];

    private static string Describe(CurveRun run)
    {
        CnnEpochResult first = run.History[0], last = run.History[^1];
        string text = Invariant($"{run.Name}: {run.History.Count} epochs; training loss from {first.Loss:0.####} to {last.Loss:0.####}, training accuracy from {100 * first.Accuracy:0.##}% to {100 * last.Accuracy:0.##}%");
        return Best(run) is { } best ? text + Invariant($"; lowest validation loss {best.ValidationLoss:0.####} in epoch {best.Epoch}, with validation accuracy {100 * best.ValidationAccuracy:0.##}%.") : text + ".";
    }

    private static CnnEpochResult? Best(CurveRun run) => run.History.Where(static epoch => epoch.ValidationLoss is { } loss && double.IsFinite(loss)).MinBy(static epoch => epoch.ValidationLoss);

    private void DrawPanel(IDrawing drawing, CurvePanel panel, double width, double height)
    {
        int[] epochs = [.. from run in _runs from epoch in run.History select epoch.Epoch];
        AxisScale x = AxisScale.Whole(epochs.Min(), epochs.Max(), 10);
        AxisScale y = panel.Scale(_runs);
        Series[] series = [.. _runs.SelectMany((run, index) => SeriesOf(panel, run, index))];
        bool named = _runs.Count == 1 && series.Length > 1;
        double left = Margin + 22 + y.Tick.Max(tick => TextMeasure.Width(panel.Mark(tick), TextSize));
        double right = width - Margin - (named ? 8 + series.Max(static one => TextMeasure.Width(one.Name, TextSize)) : 0);
        double top = 38, bottom = height - 46;
        double AtX(double value) => left + (x.Position(value) * (right - left));
        double AtY(double value) => bottom - (y.Position(value) * (bottom - top));

        drawing.Text(Margin, 14, panel.Title, new TextStyle(14, Palette.Ink, Strong: true));
        foreach (double tick in y.Tick)
        {
            drawing.Line([(left, AtY(tick)), (right, AtY(tick))], Palette.Grid, 1);
            drawing.Text(left - 6, AtY(tick) + 4, panel.Mark(tick), new TextStyle(TextSize, Palette.Muted, TextAnchor.End));
        }

        drawing.Line([(left, bottom), (right, bottom)], Palette.Muted, 1);
        foreach (double tick in Sparse(x.Tick, AtX))
        {
            drawing.Line([(AtX(tick), bottom), (AtX(tick), bottom + 4)], Palette.Muted, 1);
            drawing.Text(AtX(tick), bottom + 17, Invariant($"{tick:0}"), new TextStyle(TextSize, Palette.Muted, TextAnchor.Middle));
        }

        drawing.Text((left + right) / 2, bottom + 36, "Epoch", new TextStyle(TextSize, Palette.Ink, TextAnchor.Middle));
        drawing.Text(Margin + 8, (top + bottom) / 2, panel.Axis, new TextStyle(TextSize, Palette.Ink, TextAnchor.Middle, Upwards: true));
        if (_runs.Count == 1 && panel != CurvePanel.LearningRate && Best(_runs[0]) is { } best && _runs[0].History.Count > 1) DrawBest(drawing, AtX(best.Epoch), left, right, top, bottom, best.Epoch);
        foreach (Series one in series) DrawSeries(drawing, one, AtX, AtY);
        if (!named) return;

        double[] ends = Spread([.. series.Select(one => AtY(one.Point[^1].Value) + 4)], 15, top + 4, bottom);
        for (int i = 0; i < series.Length; i++) drawing.Text(right + 8, ends[i], series[i].Name, new TextStyle(TextSize, series[i].Color));
    }

    private static void DrawBest(IDrawing drawing, double x, double left, double right, double top, double bottom, int epoch)
    {
        string text = Invariant($"best epoch: {epoch}");
        double half = TextMeasure.Width(text, 11) / 2;
        drawing.Line([(x, top - 4), (x, bottom)], Palette.Muted, 1, dashed: true);
        drawing.Text(Math.Clamp(x, left + half, Math.Max(left + half, right - half)), top - 7, text, new TextStyle(11, Palette.Muted, TextAnchor.Middle));
    }

    private static void DrawSeries(IDrawing drawing, Series series, Func<double, double> atX, Func<double, double> atY)
    {
        (double X, double Y)[] points = [.. series.Point.Select(point => (atX(point.Epoch), atY(point.Value)))];
        if (points.Length > 1) drawing.Line(points, series.Color, 2, series.Dashed);
        if (points.Length > MarkedEpochs || series.Dashed) return;
        foreach ((double px, double py) in points) DrawMarker(drawing, series.Run, px, py, series.Color);
    }

    /// <summary>A shape of its own for each round of colours, so that two trainings of one colour can still be told apart.</summary>
    private static void DrawMarker(IDrawing drawing, int run, double x, double y, Rgb color)
    {
        switch (run / Palette.SeriesCount % 3)
        {
            case 0:
                drawing.Dot(x, y, 3, color);
                break;
            case 1:
                drawing.Rectangle(x - 3, y - 3, 6, 6, color);
                break;
            default:
                drawing.Polygon([(x, y - 4), (x + 4, y + 3), (x - 4, y + 3)], color);
                break;
        }
    }

    private IEnumerable<Series> SeriesOf(CurvePanel panel, CurveRun run, int index)
    {
        bool several = _runs.Count > 1;
        (int, double)[] training = [.. run.History.Select(epoch => (epoch.Epoch, panel.Training(epoch))).Where(static point => double.IsFinite(point.Item2))];
        (int, double)[] watched = [.. run.History.Where(epoch => panel.Validation(epoch) is { } value && double.IsFinite(value)).Select(epoch => (epoch.Epoch, panel.Validation(epoch)!.Value))];
        // Several trainings: the line that counts is solid; where nothing was watched, that is the training's.
        if (training.Length > 0) yield return new Series("training", Palette.Of(several ? index : 0), several && watched.Length > 0, several ? index : 0, training);
        if (watched.Length > 0) yield return new Series("validation", Palette.Of(several ? index : 1), false, several ? index : 0, watched);
    }

    private void DrawLegend(IDrawing drawing, double top)
    {
        foreach ((string text, double x, int line, int run) in Legend())
        {
            double y = top + 14 + (line * LegendLine);
            Rgb color = run < 0 ? Palette.Muted : Palette.Of(run);
            drawing.Line([(x, y - 4), (x + 24, y - 4)], color, 2, dashed: run == -1);
            if (run >= 0) DrawMarker(drawing, run, x + 12, y - 4, color);
            drawing.Text(x + 30, y, text, new TextStyle(TextSize, Palette.Ink));
        }
    }

    /// <summary>What the legend says and where: the trainings, then what dashed and solid lines are.</summary>
    private IEnumerable<(string Text, double X, int Line, int Run)> Legend()
    {
        double x = Margin;
        int line = 0;
        IEnumerable<(string Name, int Run)> entries = _runs.Select(static (run, index) => (run.Name, index));
        if (_runs.Any(static run => run.History.Any(static epoch => epoch.ValidationLoss is not null))) entries = entries.Append(("training", -1)).Append(("validation", -2));
        foreach ((string name, int run) in entries)
        {
            string text = TextMeasure.Fit(name, Width - (2 * Margin) - 30, TextSize);
            double width = 30 + TextMeasure.Width(text, TextSize);
            if (x > Margin && x + width > Width - Margin) (x, line) = (Margin, line + 1);
            yield return (text, x, line, run);
            x += width + 20;
        }
    }

    /// <summary>The marks whose numbers do not touch.</summary>
    private static IEnumerable<double> Sparse(IReadOnlyList<double> ticks, Func<double, double> at)
    {
        double free = double.NegativeInfinity;
        foreach (double tick in ticks)
        {
            double half = TextMeasure.Width(Invariant($"{tick:0}"), TextSize) / 2;
            if (at(tick) - half < free) continue;
            free = at(tick) + half + 6;
            yield return tick;
        }
    }

    /// <summary>Moves heights apart until they keep a distance, their order kept, within bounds.</summary>
    internal static double[] Spread(double[] heights, double distance, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, heights.Length).OrderBy(i => heights[i])];
        double[] moved = [.. heights];
        for (int i = 1; i < order.Length; i++)
        {
            double overlap = moved[order[i - 1]] + distance - moved[order[i]];
            if (overlap <= 0) continue;
            moved[order[i - 1]] -= overlap / 2;
            moved[order[i]] += overlap / 2;
        }

        for (int i = order.Length - 1; i >= 0; i--) moved[order[i]] = Math.Min(moved[order[i]], i == order.Length - 1 ? bottom : moved[order[i + 1]] - distance);
        for (int i = 0; i < order.Length; i++) moved[order[i]] = Math.Max(moved[order[i]], i == 0 ? top : moved[order[i - 1]] + distance);
        return moved;
    }

    private static CnnException Invalid(FormattableString message) => new("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant(message));

    private sealed record Series(string Name, Rgb Color, bool Dashed, int Run, (int Epoch, double Value)[] Point);
}
