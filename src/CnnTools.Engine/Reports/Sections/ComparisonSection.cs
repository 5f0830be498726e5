using CnnTools.Engine.Models;
using CnnTools.Engine.Reports.Data;
using CnnTools.Engine.Reports.Html;

namespace CnnTools.Engine.Reports.Sections;

/// <summary>Several runs side by side: their key figures, and whether what lies between them is more than chance.</summary>
internal sealed class ComparisonSection() : ReportSection("comparison", "Comparison")
{
    public override bool Has(ReportDocument report) => report.Run.Count > 1;

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        var table = new Table(
            "Key figures of each run", new Column("Run", IsNumber: false), new Column("Network", IsNumber: false), new Column("Accuracy"), new Column("95% interval"), new Column("Loss"), new Column("Macro F1"),
            new Column("Calibration error"), new Column("Epochs"), new Column("Seconds"), new Column("Parameters"), new Column("Size"));
        foreach (ReportRun run in report.Run)
        {
            CnnEvaluationResult? result = run.Evaluation?.Result;
            double? accuracy = result?.Accuracy ?? run.Test?.Accuracy;
            table.Add(
                run.Name, run.Network?.Name ?? "", Figures.Percent(accuracy), result is null ? "" : Invariant($"{100 * result.AccuracyLower:0.00} to {100 * result.AccuracyUpper:0.00}%"),
                Figures.Loss(result?.Loss ?? run.Test?.Loss), Figures.Percent(result?.MacroF1), Figures.Percent(result?.CalibrationError), run.History.Count == 0 ? "" : Figures.Whole(run.History.Count),
                run.History.Count == 0 ? "" : Invariant($"{run.History.Sum(static epoch => epoch.Seconds):0.0}"),
                run.Network is { } network ? Figures.Whole(NetworkSummary.TotalsOf(network).Parameter) : "", run.Bytes is { } bytes ? new Cell(Figures.Bytes(bytes), bytes) : "");
        }

        table.Write(html);
        WriteTests(html, report);
    }

    private static void WriteTests(HtmlWriter html, ReportDocument report)
    {
        if (report.Run[0].Evaluation is not { } baseline) return;
        var table = new Table(
            $"Each run against {report.Run[0].Name} on the same pictures", new Column("Run", IsNumber: false), new Column("Difference"), new Column("Only this one right"), new Column("Only the other right"), new Column("p-value"), new Column("Significant", IsNumber: false));
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
