using CnnTools.Core.Evaluation;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>The reliability diagram: whether answers given with 80% confidence are right four times in five.</summary>
internal sealed class ReliabilitySection() : ReportSection("reliability", "Reliability")
{
    public override bool Has(ReportDocument report) => report.Run.Any(static run => run.Evaluation is not null);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        html.Element("p", "Answers are grouped by the probability the model gave them. On the broken line a model is as often right as it says; below it, it is too sure of itself.", ("class", "note"));
        ForEachRun(html, report, static run => run.Evaluation is not null, (run, index) => WriteRun(html, report, run, index, charts));
    }

    private static void WriteRun(HtmlWriter html, ReportDocument report, ReportRun run, int index, ICollection<Chart> charts)
    {
        ReportEvaluation evaluation = run.Evaluation!;
        IReadOnlyList<ReliabilityBin> bins = evaluation.Reliability();
        var table = new Table(Named(report, run, "Share right by confidence"), new Column("Confidence above"), new Column("up to"), new Column("Images"), new Column("Mean confidence"), new Column("Share right"), new Column("Difference"));
        foreach (ReliabilityBin bin in bins)
        {
            double? gap = 100 * (bin.Accuracy - bin.Confidence);
            table.Add(
                Invariant($"{100 * bin.From:0}%"), Invariant($"{100 * bin.To:0}%"), Figures.Whole(bin.Count), Figures.Percent(bin.Confidence), Figures.Percent(bin.Accuracy),
                gap is { } points ? new Cell(Invariant($"{points:+0.00;−0.00;0.00} points"), points) : "");
        }

        var chart = new Chart(
            Invariant($"reliability-{index + 1}"), "reliability", "Confidence", "Share right", AxisFormat.Percent, [.. bins.Select(static bin => (bin.From + bin.To) / 2)],
            [new ChartSeries("Share right", 0, [.. bins.Select(static bin => bin.Accuracy)]), new ChartSeries("Images", 1, [.. bins.Select(static bin => (double?)bin.Count)])]);
        using (html.Open("div", ("class", "charts")))
            WriteChart(html, chart, Named(report, run, "Reliability diagram"), $"Expected calibration error {Figures.Percent(evaluation.Result.CalibrationError)} over {CalibrationError.DefaultBin} bins.", table, charts);
    }
}
