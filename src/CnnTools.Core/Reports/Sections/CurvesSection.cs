using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>The course of the training: loss, accuracy and learning rate by epoch, all runs in the same charts.</summary>
internal sealed class CurvesSection() : ReportSection("curves", "Training")
{
    /// <summary>From this ratio of the largest to the smallest learning rate on, a linear axis would show nothing of the small ones.</summary>
    private const double LogarithmicFrom = 20;

    public override bool Has(ReportDocument report) => report.Run.Any(static run => run.History.Count > 0);

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        ReportRun[] runs = [.. report.Run.Where(static run => run.History.Count > 0)];
        double[] epochs = [.. runs.SelectMany(static run => run.History).Select(static epoch => (double)epoch.Epoch).Distinct().Order()];
        double? mark = runs is [{ BestEpoch: > 0 } only] ? only.BestEpoch : null;
        if (report.Run.Count > 1) html.Element("p", "In loss and accuracy a run has two lines: training is dashed, validation is not.", ("class", "note"));
        using (html.Open("div", ("class", "charts")))
        {
            WriteChart(
                html, new Chart("loss", "line", "Epoch", "Loss", AxisFormat.Number, epochs, [.. Pairs(report, epochs, static epoch => epoch.Loss, static epoch => epoch.ValidationLoss)]) { Mark = mark, MarkName = "weights kept" },
                "Loss", Summary(runs, "loss", Figures.Loss, static epoch => epoch.Loss, static epoch => epoch.ValidationLoss), null, charts);
            WriteChart(
                html, new Chart("accuracy", "line", "Epoch", "Accuracy", AxisFormat.Percent, epochs, [.. Pairs(report, epochs, static epoch => epoch.Accuracy, static epoch => epoch.ValidationAccuracy)]) { Mark = mark, MarkName = "weights kept" },
                "Accuracy", Summary(runs, "accuracy", Figures.Percent, static epoch => epoch.Accuracy, static epoch => epoch.ValidationAccuracy), null, charts);
            double[] rates = [.. runs.SelectMany(static run => run.History).Select(static epoch => epoch.LearningRate).Where(static rate => rate > 0)];
            // A table that somebody made by hand may have none.
            if (rates.Length > 0) WriteChart(
                html, new Chart("learning-rate", "line", "Epoch", "Learning rate", AxisFormat.Number, epochs, [.. Rates(report, epochs)]) { Logarithmic = rates.Max() / rates.Min() >= LogarithmicFrom },
                "Learning rate", Summary(runs, "learning rate", static rate => Figures.Number(rate ?? 0), static epoch => epoch.LearningRate, static _ => null), null, charts, wide: true);
        }

        foreach (ReportRun run in runs) WriteNumbers(html, Named(report, run, "Epochs"), Numbers(report, run));
    }

    private static IEnumerable<ChartSeries> Pairs(ReportDocument report, double[] epochs, Func<CnnEpochResult, double?> training, Func<CnnEpochResult, double?> validation)
    {
        bool several = report.Run.Count > 1;
        for (int i = 0; i < report.Run.Count; i++)
        {
            ReportRun run = report.Run[i];
            if (run.History.Count == 0) continue;
            yield return new ChartSeries(several ? $"{run.Name}, training" : "Training", several ? i : 0, Values(run, epochs, training), Dashed: several, Group: several ? run.Name : null);
            if (run.History.Any(epoch => validation(epoch) is not null))
                yield return new ChartSeries(several ? $"{run.Name}, validation" : "Validation", several ? i : 1, Values(run, epochs, validation), Group: several ? run.Name : null);
        }
    }

    private static IEnumerable<ChartSeries> Rates(ReportDocument report, double[] epochs)
    {
        for (int i = 0; i < report.Run.Count; i++)
            if (report.Run[i].History.Count > 0) yield return new ChartSeries(report.Run.Count > 1 ? report.Run[i].Name : "Learning rate", report.Run.Count > 1 ? i : 2, Values(report.Run[i], epochs, static epoch => epoch.LearningRate));
    }

    private static double?[] Values(ReportRun run, double[] epochs, Func<CnnEpochResult, double?> value)
    {
        var known = new Dictionary<double, double?>();
        // What is not finite, or was never written down, has no place in a chart.
        foreach (CnnEpochResult epoch in run.History) known[epoch.Epoch] = value(epoch) is { } number && double.IsFinite(number) ? number : null;
        return [.. epochs.Select(epoch => known.GetValueOrDefault(epoch))];
    }

    /// <summary>What a curve says, in words.</summary>
    private static string Summary(ReportRun[] runs, string name, Func<double?, string> text, Func<CnnEpochResult, double?> training, Func<CnnEpochResult, double?> validation) => string.Join(" ", runs.Select(run =>
    {
        CnnEpochResult first = run.History[0], last = run.History[^1];
        string who = runs.Length > 1 ? run.Name + ": " : "", watched = validation(last) is { } end ? $"; validation {text(validation(first))} to {text(end)}" : "";
        return Invariant($"{who}{name} over {Figures.Counted(run.History.Count, "epoch")}: training {text(training(first))} to {text(training(last))}{watched}.");
    }));

    private static Table Numbers(ReportDocument report, ReportRun run)
    {
        var table = new Table(
            Named(report, run, "Each epoch of the training"), new Column("Epoch"), new Column("Loss"), new Column("Accuracy"), new Column("Validation loss"), new Column("Validation accuracy"), new Column("Learning rate"),
            new Column("Seconds"), new Column("Images/s"));
        foreach (CnnEpochResult epoch in run.History)
            table.Add(
                Figures.Whole(epoch.Epoch), Figures.Loss(epoch.Loss), Figures.Percent(epoch.Accuracy), Figures.Loss(epoch.ValidationLoss), Figures.Percent(epoch.ValidationAccuracy), Figures.Number(epoch.LearningRate),
                Invariant($"{epoch.Seconds:0.0}"), Invariant($"{epoch.ImagesPerSecond:N0}"));
        return table;
    }
}
