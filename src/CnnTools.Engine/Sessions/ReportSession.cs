using System.Security.Cryptography;
using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Files;
using CnnTools.Core.Gates;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Progress;
using CnnTools.Core.Reports;
using CnnTools.Core.Reports.Data;
using CnnTools.Core.Runs;
using CnnTools.Core.Text;
using CnnTools.Engine.Training.Listeners;

namespace CnnTools.Engine.Sessions;

/// <summary>Gathers what a report shows, and writes it. The front ends call this.</summary>
/// <param name="options">How models are run.</param>
/// <param name="observer">Is told what happens.</param>
public sealed class ReportSession(CnnInferenceOptions options, IInferenceObserver observer)
{
    private readonly InferenceSession _inference = new(options, observer);

    /// <summary>Checks that a report can be asked for, before the work: its output path, and that there is something to show.</summary>
    /// <param name="request">What is asked for.</param>
    /// <returns>Full path of the HTML file.</returns>
    /// <exception cref="CnnException"><c>OutputExists</c>; <c>OutputPathInvalid</c>; <c>OptionInvalid</c>; a record of a training is not there, is none
    /// (<c>RunNotFound</c>, <c>RunRecordInvalid</c>), or holds no epoch (<c>RunEmpty</c>).</exception>
    public static string Check(ReportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Model.Count + request.LogPath.Count == 0) throw Invalid("Model: expected a model's file, or the log of a training (LogPath); found neither.");
        if (request.GateReport is not null && request.Model.Count == 0) throw Invalid("GateReport: expected the model, or the models of one recipe, whose verdicts they are; found none.");
        ReportSource[] sources = [.. request.Model.Select(ReportSource.Of)];
        if (request.GateResult.FirstOrDefault(result => !sources.Any(source => source.ModelPath is { } model && IsOn(result, model))) is { } stray) throw Invalid($"GateResult: expected verdicts on the report's models; found one on '{stray.Model}'.");
        if (request.LogPath.Count > 0 && request.Model.Count > 0) throw Invalid("LogPath: expected logs or models; found both. A model's file holds its own history.");
        if (sources.Length > 0 && !sources.Any(static source => source.HasContent))
            throw new CnnException("RunEmpty", CnnErrorCategory.InvalidData, $"Expected at least one training that finished an epoch; found {Figures.Counted(sources.Length, "record")} without any, the first one {sources[0].Run!.RecordPath}. Name others.", sources[0].Run!.RecordPath);
        if (request.NoEvaluation && request.Gates is not null) throw Invalid("NoEvaluation: expected an evaluation, because gates were set; found none. Leave out either.");
        return OutputFile.Check(request.OutputPath, nameof(request.OutputPath), request.Force)!;
    }

    /// <summary>Where a report goes.</summary>
    /// <param name="source">The first model, record or log.</param>
    /// <param name="outputPath">A file; an existing folder, for a file of the source's name; null for the source's own folder.</param>
    public static string Target(string source, string? outputPath)
    {
        string name = (RunFinder.IsRecord(source) ? System.IO.Path.GetFileName(source)[..^RunDocument.Extension.Length] : System.IO.Path.GetFileNameWithoutExtension(source)) + ".html";
        if (outputPath is null) return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(source))!, name);
        return Directory.Exists(outputPath) ? System.IO.Path.Combine(outputPath, name) : outputPath;
    }

    /// <summary>Writes a report, the whole file or nothing.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <returns>Full path of the HTML file.</returns>
    /// <exception cref="CnnException">As for <see cref="Check"/>; a model or log cannot be read; the dataset cannot be read or is not the model's.</exception>
    public string Write(ReportRequest request, CancellationToken cancellation = default)
    {
        string path = Check(request);
        ReportGates? verdicts = request.GateReport is { } file ? GateJsonReader.Read(file) : null;
        var runs = new List<ReportRun>();
        foreach (ReportSource source in request.Model.Select(ReportSource.Of))
        {
            if (source.HasContent) runs.Add(Of(source, request, cancellation));
            else observer.OnMessage(MessageLevel.Warning, $"{source.Run!.RecordPath}: the training ended before its first epoch was over; the report leaves it out.");
        }

        runs.AddRange(request.LogPath.Select(OfLog));
        cancellation.ThrowIfCancellationRequested();
        ReportPage.Write(path, new ReportDocument { Title = request.Title ?? TitleOf(runs), Run = Distinguish(runs), Gates = verdicts, Written = DateTimeOffset.UtcNow });
        return path;
    }

    /// <summary>Writes the report of a log again whenever the log grows, until told to stop; then once more, as a page that does not wait any longer.</summary>
    /// <param name="request">What is asked for; its logs are followed.</param>
    /// <param name="written">Is told the path after each writing.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="CnnException">As for <see cref="Write"/>.</exception>
    public static void Follow(ReportRequest request, Action<string> written, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(written);
        string path = Check(request);
        TimeSpan interval = LiveReport.ShortestRefresh;
        int known = -1;
        while (!cancellation.IsCancellationRequested)
        {
            ReportRun[] runs = [.. request.LogPath.Select(OfLog)];
            int epochs = runs.Sum(static run => run.History.Count);
            if (epochs != known)
            {
                known = epochs;
                Save(runs, interval);
                written(path);
            }

            cancellation.WaitHandle.WaitOne(interval);
        }

        Save([.. request.LogPath.Select(OfLog)], null);

        void Save(ReportRun[] runs, TimeSpan? refresh) =>
            ReportPage.Write(path, new ReportDocument { Title = request.Title ?? TitleOf(runs), Run = Distinguish(runs), Written = DateTimeOffset.UtcNow, Refresh = refresh });
    }

    private ReportRun Of(ReportSource source, ReportRequest request, CancellationToken cancellation)
    {
        ModelDocument? model = source.OpenModel(out string? missing);
        if (source.Run is not { } run) return OfModel(model!, request, null, cancellation);
        ReportRun shown = model is not null ? OfModel(model, request, run.Dataset, cancellation) : new ReportRun { Name = "", BestEpoch = run.BestEpoch };
        return shown with
        {
            Name = run.ModelPath is { } path ? System.IO.Path.GetFileNameWithoutExtension(path) : run.Id,
            Dataset = run.Dataset is { } dataset ? System.IO.Path.GetFileName(dataset) : shown.Dataset,
            Architecture = run.Architecture,
            Began = run.Date,
            State = run.State,
            // The record goes on after the last improvement, at which the model was written.
            History = run.History,
            Test = shown.Test ?? (run is { TestLoss: { } loss, TestAccuracy: { } accuracy } ? new EvaluationScore(loss, accuracy, run.TestCount ?? 0) : null),
            Options = RunText.Options(run),
            // What both say is said once, in the record's words.
            Provenance = [.. RunText.Origin(run, missing).Concat(shown.Provenance).DistinctBy(static fact => fact.Key)],
        };
    }

    private ReportRun OfModel(ModelDocument document, ReportRequest request, string? trainedOn, CancellationToken cancellation)
    {
        CnnModelInfo info = document.ToInfo();
        (ReportEvaluation? evaluation, EvaluationRecord? record) = request.NoEvaluation ? default : Evaluate(document, trainedOn ?? info.Dataset, request, cancellation);
        return new ReportRun
        {
            Name = System.IO.Path.GetFileNameWithoutExtension(document.Path),
            Dataset = info.Dataset,
            Network = document.Network,
            History = document.ReadHistory(),
            BestEpoch = info.Epoch,
            Test = document.ReadTest(),
            Bytes = document.Length,
            Options = ProvenanceText.Options(document.Provenance),
            Provenance = [.. FileFacts(document, record), .. ProvenanceText.Origin(document.Provenance), .. EvaluationFacts(evaluation, record)],
            Evaluation = evaluation,
            Gates = Gates(document, request, record),
        };
    }

    private (ReportEvaluation?, EvaluationRecord?) Evaluate(ModelDocument document, string? trainedOn, ReportRequest request, CancellationToken cancellation)
    {
        string dataset = request.Dataset ?? trainedOn ?? throw Invalid($"Dataset: expected the images that '{document.Path}' is run over; its file does not say what it was trained on. Name a dataset, or say NoEvaluation.");
        (ModelEvaluation answers, ImageSet images, EvaluationRecord record) = _inference.Record(document.Path, dataset, request.Split, request.Gates?.MaxLatencyMilliseconds is not null, cancellation);
        return (new ReportEvaluation(answers, images), record);
    }

    private static ReportGates? Gates(ModelDocument document, ReportRequest request, EvaluationRecord? record)
    {
        if (request.GateReport is not null) return null; // they are on all models together
        CnnGateResult[] passed = [.. request.GateResult.Where(result => IsOn(result, document.Path))];
        if (passed.Length > 0) return new ReportGates(passed, []);
        return record is not null && request.Gates is { } gates ? Judge(document, gates, record) : null;
    }

    private static bool IsOn(CnnGateResult result, string model) => result.Model == System.IO.Path.GetFileNameWithoutExtension(model) || System.IO.Path.GetFullPath(result.Model) == System.IO.Path.GetFullPath(model);

    private static ReportGates Judge(ModelDocument document, CnnGateOptions gates, EvaluationRecord record)
    {
        GateReport report = GateReport.Of(System.IO.Path.GetFileNameWithoutExtension(document.Path), gates, [record]);
        return new ReportGates(report.Results, report.Notes);
    }

    private static ReportRun OfLog(string path) => new() { Name = System.IO.Path.GetFileNameWithoutExtension(path), History = EpochLogReader.Read(path), Provenance = [new("Log", System.IO.Path.GetFullPath(path))] };

    private static IEnumerable<KeyValuePair<string, string>> FileFacts(ModelDocument document, EvaluationRecord? record)
    {
        yield return new("File", document.Path);
        yield return new("Size", Invariant($"{document.Length:N0} bytes"));
        yield return new("SHA-256", record?.ModelHash ?? HashOf(document.Path));
    }

    private static IEnumerable<KeyValuePair<string, string>> EvaluationFacts(ReportEvaluation? evaluation, EvaluationRecord? record)
    {
        if (evaluation is null || record is null) yield break;
        yield return new("Evaluated on", Invariant($"{record.Dataset} {record.Split}, {record.Count:N0} images"));
        yield return new("Images' SHA-256", record.DatasetHash);
        yield return new("Images' checksum", evaluation.Images.Verified ? "as published, or made from a seed" : "not the published one");
        yield return new("Evaluated with", $"CnnTools {record.Engine}, {record.Runtime ?? $"libtorch {record.TorchVersion}"}");
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string TitleOf(IReadOnlyList<ReportRun> runs)
    {
        string[] datasets = [.. runs.Select(static run => run.Evaluation?.Result.Dataset ?? run.Dataset).OfType<string>().Distinct()];
        string on = datasets.Length == 1 ? $" on {datasets[0]}" : "";
        return runs.Count == 1 ? $"{runs[0].Architecture ?? runs[0].Name}{on}" : Invariant($"{runs.Count} runs{on}");
    }

    /// <summary>Names that came twice get a number: a legend must tell runs apart.</summary>
    private static ReportRun[] Distinguish(IReadOnlyList<ReportRun> runs)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. runs.Select(run =>
        {
            int count = seen[run.Name] = seen.GetValueOrDefault(run.Name) + 1;
            return count == 1 ? run : run with { Name = Invariant($"{run.Name} ({count})") };
        })];
    }

    private static CnnException Invalid(string message) => new("OptionInvalid", CnnErrorCategory.InvalidArgument, message);
}
