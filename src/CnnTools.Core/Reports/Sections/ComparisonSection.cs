using CnnTools.Core.Networks;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>Several runs side by side: their key figures, what they were told differently, and whether what lies between them is more than chance.</summary>
internal sealed class ComparisonSection() : ReportSection("comparison", "Comparison")
{
    // Cells of a run; a column in which no run has anything is left out.
    private static readonly (Column Column, Func<ReportRun, Cell> Cell)[] s_columns =
    [
        (new("Network", IsNumber: false), static run => run.Architecture ?? ""),
        (new("Accuracy"), static run => Figures.Percent(run.Accuracy)),
        (new("95% interval"), static run => Figures.Interval(run.Interval)),
        (new("Loss"), static run => Figures.Loss(run.Evaluation?.Result.Loss ?? run.Test?.Loss)),
        (new("Macro F1"), static run => Figures.Percent(run.Evaluation?.Result.MacroF1)),
        (new("Calibration error"), static run => Figures.Percent(run.Evaluation?.Result.CalibrationError)),
        (new("Best validation accuracy"), static run => Figures.Percent(run.History.Max(static epoch => epoch.ValidationAccuracy))),
        (new("Epochs"), static run => run.History.Count == 0 ? "" : Figures.Whole(run.History.Count)),
        (new("Seconds"), static run => run.History.Count == 0 ? "" : Invariant($"{run.History.Sum(static epoch => epoch.Seconds):0.0}")),
        (new("Parameters"), static run => run.Network is { } network ? Figures.Whole(NetworkSummary.TotalsOf(network).Parameter) : ""),
        (new("Size"), static run => run.Bytes is { } bytes ? new Cell(Figures.Bytes(bytes), bytes) : ""),
        (new("State", IsNumber: false), static run => run.State?.ToString() ?? ""),
        (new("Began", IsNumber: false), static run => run.Began is { } date ? RunText.Date(date) : ""),
    ];

    public override bool Has(ReportDocument report) => report.Run.Count > 1;

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        WriteFigures(html, report);
        WriteDifferences(html, report);
        WriteTests(html, report);
    }

    private static void WriteFigures(HtmlWriter html, ReportDocument report)
    {
        Cell[][] cells = [.. report.Run.Select(static run => s_columns.Select(column => column.Cell(run)).ToArray())];
        int[] shown = [.. Enumerable.Range(0, s_columns.Length).Where(column => cells.Any(row => row[column].Text.Length > 0))];
        var table = new Table("Key figures of each run", [new Column("Run", IsNumber: false), .. shown.Select(static column => s_columns[column].Column)]);
        for (int i = 0; i < cells.Length; i++) table.Add([report.Run[i].Name, .. shown.Select(column => cells[i][column])]);
        table.Write(html);
        if (report.Run.Any(static run => run.Evaluation is null) && report.Run.Any(static run => run.Evaluation is not null))
            html.Element("p", "Runs without a macro F1 were not run over the images for this report; their accuracy is the grade at the end of their training, where there was one.", ("class", "note"));
    }

    /// <summary>What the trainings were told differently; a row a run, so that it can be sorted by an option.</summary>
    private static void WriteDifferences(HtmlWriter html, ReportDocument report)
    {
        Dictionary<string, string>[] told = [.. report.Run.Select(Told)];
        if (told.Count(static options => options.Count > 0) < 2) return;
        string[] names = [.. told.SelectMany(static options => options.Keys).Distinct(StringComparer.Ordinal)
            .Where(name => told.Where(static options => options.Count > 0).Select(options => options.GetValueOrDefault(name) ?? "").Distinct(StringComparer.Ordinal).Count() > 1)];
        if (names.Length == 0)
        {
            html.Element("p", "All runs were told the same.");
            return;
        }

        var table = new Table("What the trainings were told differently", [new Column("Run", IsNumber: false), .. names.Select(name => new Column(name, IsNumber: told.All(options => !options.TryGetValue(name, out string? value) || IsNumber(value))))]);
        for (int i = 0; i < told.Length; i++) table.Add([report.Run[i].Name, .. names.Select(name => (Cell)(told[i].GetValueOrDefault(name) ?? ""))]);
        table.Write(html);
    }

    private static Dictionary<string, string> Told(ReportRun run)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        if (run.Options.Count == 0) return options;
        if (run.Architecture is { } network) options["Network"] = network;
        if (run.Dataset is { } dataset) options["Dataset"] = dataset;
        foreach ((string name, string value) in run.Options) options.TryAdd(name, value);
        return options;
    }

    private static bool IsNumber(string text) => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);

    private static void WriteTests(HtmlWriter html, ReportDocument report)
    {
        if (report.Run[0].Evaluation is not { } baseline) return;
        var table = new Table(
            $"Each run against {report.Run[0].Name} on the same images", new Column("Run", IsNumber: false), new Column("Difference"), new Column("Only this one right"), new Column("Only the other right"), new Column("p-value"), new Column("Significant", IsNumber: false));
        foreach (ReportRun run in report.Run.Skip(1))
        {
            if (run.Evaluation?.CompareWith(baseline) is not { } comparison) continue;
            double points = 100 * (comparison.Accuracy - comparison.BaselineAccuracy);
            table.Add(
                run.Name, new Cell(Invariant($"{points:+0.00;−0.00;0.00} points"), points), Figures.Whole(comparison.OnlyModel), Figures.Whole(comparison.OnlyBaseline), comparison.PValue < 0.0001 ? new Cell("below 0.0001", comparison.PValue) : Invariant($"{comparison.PValue:0.0000}"),
                comparison.Significant ? "yes" : "no");
        }

        if (table.Count == 0) return;
        table.Write(html);
        html.Element("p", "Exact paired McNemar test, two-sided, at 0.05. It compares these very models; another training of the same recipe would differ by its own luck.", ("class", "note"));
    }
}
