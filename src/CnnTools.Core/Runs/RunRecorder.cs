using System.Diagnostics;
using System.Globalization;
using CnnTools.Core.Files;

namespace CnnTools.Core.Runs;

/// <summary>
/// Keeps the record of a training that goes on: a small JSON file with a name of its own in the folder that the user chose, written whole at the start, after
/// every epoch and at the
/// end. A killed run leaves what it had reached.
/// </summary>
internal sealed class RunRecorder
{
    private readonly string _path;
    private RunDocument _document;

    private RunRecorder(string path, RunDocument document) => (_path, _document) = (path, document);

    /// <summary>Begins a record, or goes on with that of the training that is resumed.</summary>
    /// <param name="folder">The folder of records.</param>
    /// <param name="training">What the record tells of the training; its name and date are given here.</param>
    /// <param name="history">Epochs that an earlier run of the same training finished.</param>
    /// <param name="resumed">Whether the training goes on from its checkpoint.</param>
    public static RunRecorder Begin(string folder, CnnRun training, IReadOnlyList<CnnEpochResult> history, bool resumed)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        (string Path, CnnRun Run)? former = resumed ? Former(folder, training) : null;
        string path = former?.Path ?? NewPath(folder, now);
        CnnRun run = training with { Id = NameOf(path), Date = former?.Run.Date ?? now };
        using Process process = Process.GetCurrentProcess();
        var recorder = new RunRecorder(path, new RunDocument { Machine = Environment.MachineName, Process = process.Id, ProcessStart = process.StartTime.ToUniversalTime().Ticks, Run = run });
        recorder.Write(RunMetrics.With(run, history));
        return recorder;
    }

    /// <summary>Writes an epoch down.</summary>
    public void Epoch(IReadOnlyList<CnnEpochResult> history, int bestEpoch) => Write(RunMetrics.With(_document.Run, [.. history]) with { BestEpoch = bestEpoch > 0 ? bestEpoch : null });

    /// <summary>Writes down how it ended.</summary>
    public void End(CnnTrainingResult result) => Write(_document.Run with
    {
        State = RunFinder.StateOf(result.StopReason),
        StopMessage = result.StopMessage, BestEpoch = result.BestEpoch, TestLoss = result.TestLoss, TestAccuracy = result.TestAccuracy, TestCount = result.TestAccuracy is null ? null : result.TestCount,
    });

    /// <summary>Writes down that it ended before its end.</summary>
    /// <param name="state">How.</param>
    /// <param name="message">Why.</param>
    public void Break(CnnRunState state, string message) => Write(_document.Run with { State = state, StopMessage = message });

    /// <summary>The name of a run by its file.</summary>
    public static string NameOf(string path) => Path.GetFileName(path)[..^RunDocument.Extension.Length];

    private void Write(CnnRun run)
    {
        _document = _document with { Run = run };
        AtomicFile.Write(_path, _document.Write);
    }

    /// <summary>The record of the training that the checkpoint belongs to.</summary>
    private static (string Path, CnnRun Run)? Former(string folder, CnnRun training)
    {
        if (!Directory.Exists(folder)) return null;
        foreach (string file in Directory.EnumerateFiles(folder, "*" + RunDocument.Extension).OrderDescending(StringComparer.Ordinal))
        {
            try
            {
                CnnRun run = RunDocument.Read(file).Run;
                if (run.CheckpointPath == training.CheckpointPath && run.Seed == training.Seed && run.Architecture == training.Architecture) return (file, run);
            }
            catch (CnnException)
            {
                // Not a record; Get-CnnRun reports it.
            }
        }

        return null;
    }

    /// <summary>Names sort by date; the random part keeps trainings of the same second apart.</summary>
    private static string NewPath(string folder, DateTimeOffset now) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{Random.Shared.Next(0x1000000):x6}{RunDocument.Extension}"));
}
