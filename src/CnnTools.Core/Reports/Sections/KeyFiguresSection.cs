using CnnTools.Core.Networks;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Reports.Html;
using CnnTools.Core.Text;

namespace CnnTools.Core.Reports.Sections;

/// <summary>What one wants to know first, large, and in one sentence.</summary>
internal sealed class KeyFiguresSection() : ReportSection("key-figures", "Key figures")
{
    public override bool Has(ReportDocument report) => report.Run.Count == 1;

    public override void Write(HtmlWriter html, ReportDocument report, ICollection<Chart> charts)
    {
        ReportRun run = report.Run[0];
        if (Sentence(report, run) is { } sentence) html.Element("p", sentence, ("class", "lead"));
        using (html.Open("dl", ("class", "keys")))
            foreach ((string name, string value, string? note) in Keys(report, run))
                using (html.Open("div"))
                {
                    html.Element("dt", name);
                    using (html.Open("dd"))
                    {
                        html.Element("span", value, ("class", "value"));
                        if (note is not null) html.Element("span", note, ("class", "note"));
                    }
                }
        html.Line();
    }

    /// <summary>The figures of a run: name, value, and a remark.</summary>
    internal static IEnumerable<(string Name, string Value, string? Note)> Keys(ReportDocument report, ReportRun run)
    {
        if (run.Evaluation?.Result is { } result)
        {
            yield return ("Accuracy", Figures.Percent(result.Accuracy), Interval(run));
            yield return ("Loss", Figures.Loss(result.Loss), "cross-entropy, nats");
            if (run.Evaluation.ClassNames.Count > 5) yield return ("Top 5", Figures.Percent(result.Top5Accuracy), "true class among the five most probable");
            yield return ("Macro F1", Figures.Percent(result.MacroF1), "mean over classes");
            yield return ("Calibration error", Figures.Percent(result.CalibrationError), "expected, 15 bins");
        }
        else if (run.Test is { } test)
        {
            yield return ("Test accuracy", Figures.Percent(test.Accuracy), Interval(run));
            yield return ("Test loss", Figures.Loss(test.Loss), "cross-entropy, nats");
        }
        else if (run.History.Count > 0)
        {
            CnnEpochResult last = run.History[^1];
            yield return ("Loss", Figures.Loss(last.Loss), "last epoch, training");
            yield return ("Accuracy", Figures.Percent(last.Accuracy), "last epoch, training");
            if (last.ValidationAccuracy is not null) yield return ("Validation accuracy", Figures.Percent(last.ValidationAccuracy), Best(run));
        }

        if (run.History.Count > 0)
        {
            string epochs = report.EpochCount is { } all && report.Refresh is not null ? Invariant($"{run.History.Count} of {all}") : Figures.Whole(run.History.Count);
            yield return ("Epochs", epochs, run.BestEpoch is { } best ? Invariant($"weights of epoch {best}") : null);
            double seconds = run.History.Sum(static epoch => epoch.Seconds);
            yield return ("Training time", Figures.Duration(seconds), Invariant($"{run.History.Average(static epoch => epoch.ImagesPerSecond):N0} images/s"));
        }

        if (run.Network is { } network)
            yield return ("Parameters", Figures.Whole(NetworkSummary.TotalsOf(network).Parameter), run.Bytes is { } bytes ? $"{network.Name}, {Figures.Bytes(bytes)}" : network.Name);
    }

    private static string? Interval(ReportRun run) => run.Interval is { } interval ? $"95% interval {Figures.Interval(interval)}" : null;

    private static string? Best(ReportRun run) => run.History.Where(static epoch => epoch.ValidationAccuracy is not null).MaxBy(static epoch => epoch.ValidationAccuracy) is { } best
        ? Invariant($"highest {100 * best.ValidationAccuracy:0.00}% in epoch {best.Epoch}")
        : null;

    private static string? Sentence(ReportDocument report, ReportRun run)
    {
        string name = run.Architecture ?? run.Name;
        if (run.Evaluation?.Result is { } result)
            return $"{name} is right about {Figures.Percent(result.Accuracy)} of {Figures.Counted(result.Count, "image")} of {result.Dataset} ({(result.Split == CnnSplit.Test ? "test" : "training")} split).";
        if (report.Refresh is not null)
            return run.History.Count == 0 ? $"{name} is being trained; the first epoch is not over yet." : $"{name} is being trained; this page follows it.";
        return run.Test is { } test ? $"{name} is right about {Figures.Percent(test.Accuracy)} of {(test.Count > 0 ? Figures.Counted(test.Count, "test image") : "the test images")}." : null;
    }
}
