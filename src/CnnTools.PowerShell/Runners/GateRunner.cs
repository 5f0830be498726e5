using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Gates.Exporters;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Test-CnnModel</c>, <c>Get-CnnGateResult</c> and <c>New-CnnBaseline</c> do: hold models to gates, or make them what later ones are held to.</summary>
/// <param name="output">Where results go.</param>
/// <param name="evaluations">Runs the models.</param>
internal sealed class GateRunner(ICommandOutput output, EvaluationRunner evaluations)
{
    private (string Path, string Dataset, CnnSplit Split, Baseline Baseline)? _baseline;

    /// <summary>Emits whether no gate keeps a model out. Gates that only warn are warnings.</summary>
    /// <param name="models">The model's files: one, or one a seed.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="gates">The gates, at least one; the baseline may be a baseline's file or a model's.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public void Test(IReadOnlyList<string> models, string dataset, CnnSplit split, CnnGateOptions gates, CancellationToken cancellation)
    {
        GateReport report = Judge(models, dataset, split, gates, cancellation);
        foreach (CnnGateResult result in report.Results)
        {
            if (result.Outcome == CnnGateOutcome.Passed || result.Fails) output.Verbose($"{result.Model}: {result.Outcome} {result.Gate}: {result.Reason}");
            else output.Warning($"{result.Code} {result.Gate}: {result.Model}: {result.Reason}");
        }

        output.Emit(report.Passed);
    }

    /// <summary>Emits each gate's verdict.</summary>
    /// <param name="models">The model's files: one, or one a seed.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="gates">The gates, at least one; the baseline may be a baseline's file or a model's.</param>
    /// <param name="reportPath">Folder that gets the reports for continuous integration; null writes none.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public void Judge(IReadOnlyList<string> models, string dataset, CnnSplit split, CnnGateOptions gates, string? reportPath, CancellationToken cancellation)
    {
        GateReport report = Judge(models, dataset, split, gates, cancellation);
        if (reportPath is not null) WriteReports(Path.Combine(reportPath, Path.GetFileNameWithoutExtension(models[0])), report);
        foreach (CnnGateResult result in report.Results) output.Emit(result);
    }

    /// <summary>Writes a baseline and emits its file.</summary>
    /// <param name="models">The model's files: one, or one a seed.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="outputPath">The baseline's file.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public void WriteBaseline(IReadOnlyList<string> models, string dataset, CnnSplit split, string outputPath, bool force, CancellationToken cancellation)
    {
        if (!output.MayProceed($"Write baseline {outputPath} from {string.Join(", ", models.Select(Path.GetFileName))}", [])) return;
        BaselineFile.CheckOutput(outputPath, force); // before the models run, not after
        Baseline baseline = Baseline.Of(Record(models, dataset, split, latency: false, cancellation));
        BaselineFile.Write(outputPath, baseline, force);
        output.Verbose(FormattableString.Invariant($"{outputPath}: accuracy {baseline.Accuracy:F4} on {baseline.Count:N0} images of {baseline.Dataset} {baseline.Split}, {baseline.Run.Count} {(baseline.Run.Count == 1 ? "run" : "runs")}."));
        output.Emit(new FileInfo(outputPath));
    }

    private GateReport Judge(IReadOnlyList<string> models, string dataset, CnnSplit split, CnnGateOptions gates, CancellationToken cancellation)
    {
        // Before the models run: a bound that cannot be meant, or none at all, would be found after minutes.
        GateOptionCheck.Check(gates);
        if (!GateEvaluator.IsAnyAsked(gates)) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, "expected at least one gate, for instance MinimumAccuracy; found none. A model that is held to nothing has passed nothing.");
        IReadOnlyList<EvaluationRecord> runs = Record(models, dataset, split, gates.MaxLatencyMilliseconds is not null, cancellation);
        Func<Baseline>? baseline = gates.Baseline is { } path && IsModel(path) ? () => Evaluate(path, dataset, split, cancellation) : null;
        GateReport report = GateReport.Of(models[0], gates, runs, baseline);
        foreach (GateNote note in report.Notes) output.Warning($"{note.Code}: {report.Model}: {note.Text}");
        return report;
    }

    private IReadOnlyList<EvaluationRecord> Record(IReadOnlyList<string> models, string dataset, CnnSplit split, bool latency, CancellationToken cancellation) =>
        [.. models.Select(model => evaluations.Record(model, dataset, split, latency, cancellation))];

    /// <summary>A model as a baseline: run over the same images, once for all models compared with it.</summary>
    private Baseline Evaluate(string path, string dataset, CnnSplit split, CancellationToken cancellation)
    {
        if (_baseline is not { } known || (known.Path, known.Dataset, known.Split) != (path, dataset, split))
            _baseline = known = (path, dataset, split, Baseline.Of([evaluations.Record(path, dataset, split, latency: false, cancellation)]));
        return known.Baseline;
    }

    private static bool IsModel(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    private void WriteReports(string prefix, GateReport report)
    {
        if (!output.MayProceed($"Write reports {prefix}.gate.*", [])) return;
        foreach (string path in GateReportFiles.Write(prefix, report, report.Runs[0].Model)) output.Verbose($"Wrote {path}.");
    }
}
