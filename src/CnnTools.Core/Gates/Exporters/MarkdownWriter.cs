using CnnTools.Core.Evaluation;
using CnnTools.Core.Statistics;
using CnnTools.Core.Text;

namespace CnnTools.Core.Gates.Exporters;

/// <summary>Verdicts for people who read a pull request.</summary>
internal static class MarkdownWriter
{
    public static void Write(TextWriter output, GateReport report, string? page)
    {
        EvaluationRecord first = report.Runs[0];
        (double accuracy, WilsonInterval interval, int images) = GateEvaluator.MeanAccuracy(report.Runs);
        output.WriteLine(Invariant($"### {Text(report.Model)}: {Headline(report)}"));
        output.WriteLine();
        output.WriteLine(Invariant($"Accuracy **{100 * accuracy:0.00}%** (95% interval {100 * interval.Lower:0.00}% to {100 * interval.Upper:0.00}%) on {images:N0} images of {Text(first.Dataset)} {first.Split}{(report.Runs.Count > 1 ? Invariant($", mean of {report.Runs.Count} seeds") : "")}; ")
            + Invariant($"loss {report.Runs.Average(static run => run.Loss):0.0000}, top 5 {100 * report.Runs.Average(static run => run.Top5Accuracy):0.00}%, macro F1 {100 * report.Runs.Average(static run => run.MacroF1):0.00}%, calibration error {100 * report.Runs.Average(static run => run.CalibrationError):0.00}%, {Text(first.Architecture)}, {first.Parameters:N0} parameters, {first.ModelBytes:N0} bytes{Training(report.Runs)}."));
        output.WriteLine();
        if (page is not null) output.WriteLine($"[The report, with curves and images]({Uri.EscapeDataString(page)})\n");
        if (report.Results.Count > 0) WriteTable(output, report.Results);
        foreach (CnnGateResult result in report.Results.Where(static result => result.Outcome != CnnGateOutcome.Passed)) output.WriteLine($"- **{result.Code}** ({result.Gate}): {Text(result.Reason)}");
        foreach (GateNote note in report.Notes) output.WriteLine($"- **{note.Code}**: {Text(note.Text)}");
    }

    /// <summary>How long the model was trained, where its file says so: of several seeds the fewest and the most epochs, and the time of all
    /// together.</summary>
    private static string Training(IReadOnlyList<EvaluationRecord> runs)
    {
        EvaluationRecord[] trained = [.. runs.Where(static run => run.Epochs is not null)];
        if (trained.Length == 0) return "";
        int least = trained.Min(static run => run.Epochs!.Value), most = trained.Max(static run => run.Epochs!.Value);
        string epochs = least == most ? Figures.Counted(least, "epoch") : Invariant($"{least} to {most} epochs");
        string kept = trained is [{ BestEpoch: { } best }] && best != most ? Invariant($" (weights of epoch {best})") : "";
        return $"; trained for {epochs}{kept}, {Figures.Duration(trained.Sum(static run => run.TrainingSeconds ?? 0))}{(trained.Length > 1 ? " in all" : "")}";
    }

    private static string Headline(GateReport report)
    {
        int failing = report.Results.Count(static result => result.Fails), warnings = report.Results.Count(static result => !result.Fails && result.Outcome != CnnGateOutcome.Passed);
        string warned = warnings > 0 ? Invariant($" with {warnings} {(warnings == 1 ? "warning" : "warnings")}") : "";
        if (failing > 0) return Invariant($"❌ {failing} of {report.Results.Count} gates failed{warned}");
        return report.Results.Count == 0 ? "no gates" : Invariant($"✅ {report.Results.Count - warnings} of {report.Results.Count} gates passed{warned}");
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<CnnGateResult> results)
    {
        output.WriteLine("| gate | value | bound | 95% interval | images | baseline | verdict |");
        output.WriteLine("|---|---:|---:|---|---:|---:|---|");
        foreach (CnnGateResult result in results)
            output.WriteLine(string.Join(
                " | ",
                [
                    $"| {result.Gate}{(result.Class is { } name ? $" ({Text(name)})" : "")}", Number(result.Gate, result.Value), Number(result.Gate, result.Bound),
                    result.Lower is { } lower && result.Upper is { } upper ? Invariant($"{lower:0.0000} to {upper:0.0000}") : "", result.Count is { } count ? Invariant($"{count:N0}") : "",
                    result.BaselineValue is { } baseline ? Invariant($"{baseline:0.0000}") : "", $"{Verdict(result)} |",
                ]));
        output.WriteLine();
    }

    private static string Number(CnnGate gate, double? value) => value is not { } number ? "" : gate switch
    {
        CnnGate.MaxAccuracyDrop or CnnGate.MaxSuspiciousGain => Invariant($"{number:0.00} points"),
        CnnGate.MaxModelBytes or CnnGate.MaxParameters or CnnGate.MinTestImages => Invariant($"{number:N0}"),
        CnnGate.MaxLatencyMilliseconds => Invariant($"{number:0.00} ms"),
        CnnGate.FailOnSignificantDrop => Invariant($"p {number:0.0000}"),
        _ => Invariant($"{number:0.0000}"),
    };

    private static string Verdict(CnnGateResult result) => result.Outcome == CnnGateOutcome.Passed ? "✅ passed" : $"{(result.Fails ? "❌" : "⚠️")} {(result.Outcome == CnnGateOutcome.Missing ? "missing" : "failed")} ({result.Code})";

    /// <summary>A name must not break the table or turn into markup.</summary>
    private static string Text(string text) => string.Concat(text.Select(static letter => letter is '|' or '*' or '_' or '`' or '<' or '>' or '[' or ']' or '\\' or '#' ? $"\\{letter}" : letter is '\r' or '\n' ? " " : letter.ToString()));
}
