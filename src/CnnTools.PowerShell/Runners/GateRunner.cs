using CnnTools.Core.Gates;
using CnnTools.Core.Gates.Exporters;
using CnnTools.PowerShell.Output;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Test-CnnModel</c>, <c>Get-CnnGateResult</c> and <c>New-CnnBaseline</c> do: hold models to gates, or make them what later ones are held
/// to.</summary>
/// <param name="output">Where results go.</param>
/// <param name="evaluations">Runs the models.</param>
internal sealed class GateRunner(ICommandOutput output, EvaluationRunner evaluations)
{
    private readonly GateSession _session = new(evaluations.Record);

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
        Baseline baseline = _session.WriteBaseline(models, dataset, split, outputPath, force, cancellation);
        output.Verbose(FormattableString.Invariant($"{outputPath}: accuracy {baseline.Accuracy:F4} on {baseline.Count:N0} images of {baseline.Dataset} {baseline.Split}, {baseline.Run.Count} {(baseline.Run.Count == 1 ? "run" : "runs")}."));
        output.Emit(new FileInfo(outputPath));
    }

    private GateReport Judge(IReadOnlyList<string> models, string dataset, CnnSplit split, CnnGateOptions gates, CancellationToken cancellation)
    {
        GateReport report = _session.Judge(models, dataset, split, gates, cancellation);
        foreach (GateNote note in report.Notes) output.Warning($"{note.Code}: {report.Model}: {note.Text}");
        return report;
    }

    private void WriteReports(string prefix, GateReport report)
    {
        if (!output.MayProceed($"Write reports {prefix}.gate.*", [])) return;
        foreach (string path in GateReportFiles.Write(prefix, report, report.Runs[0].Model)) output.Verbose($"Wrote {path}.");
    }
}
