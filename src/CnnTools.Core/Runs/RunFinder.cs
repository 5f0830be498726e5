using System.Diagnostics;
using CnnTools.Core.ModelFiles;

namespace CnnTools.Core.Runs;

/// <summary>Finds trainings again: by the records they left where a folder for them was named, and by the models they wrote, which say themselves where they
/// come from.</summary>
public static class RunFinder
{
    /// <summary>The environment variable that names the folder of records where nobody said one.</summary>
    public const string FolderVariable = "CNNTOOLS_RUNS";

    /// <summary>The folder that the environment names; null where it names none.</summary>
    public static string? UsualFolder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>The trainings that records and models of some places tell of, newest first. A model that a record names is not told of twice.</summary>
    /// <param name="paths">Full paths of folders, records or models.</param>
    /// <param name="recurse">Whether subfolders count.</param>
    /// <param name="skipped">Is told of files that could not be read; the others go on.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <exception cref="CnnException">There is no such place: id <c>RunNotFound</c>.</exception>
    public static IReadOnlyList<CnnRun> Find(IEnumerable<string> paths, bool recurse, Action<CnnException>? skipped = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] files = [.. paths.SelectMany(path => Files(path, recurse)).Distinct(StringComparer.Ordinal)];
        List<CnnRun> runs = [];
        foreach (string file in files.Where(IsRecord)) Read(file, FromRecord);
        HashSet<string> told = [.. runs.Select(static run => run.ModelPath).OfType<string>()];
        foreach (string file in files.Where(file => file.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && !told.Contains(file))) Read(file, FromModel);
        return [.. runs.OrderByDescending(static run => run.Date).ThenBy(static run => run.Id, StringComparer.Ordinal)];

        void Read(string file, Func<string, CnnRun?> read)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (read(file) is { } run) runs.Add(run);
            }
            catch (CnnException error)
            {
                skipped?.Invoke(error);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                skipped?.Invoke(new CnnException("RunRecordInvalid", CnnErrorCategory.InvalidData, $"'{file}': cannot be read: {unreadable.Message}", file, unreadable));
            }
        }
    }

    /// <summary>Whether a path is that of a record, by its name.</summary>
    /// <param name="path">The path.</param>
    public static bool IsRecord(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(RunDocument.Extension, StringComparison.OrdinalIgnoreCase);
    }

    private static CnnRun FromRecord(string path)
    {
        RunDocument document = RunDocument.Read(path);
        CnnRun run = document.Run with { Id = RunRecorder.NameOf(path), RecordPath = path };
        return run.State == CnnRunState.Running && !IsAlive(document) ? run with { State = CnnRunState.Interrupted, StopMessage = "Its process ended before the training did." } : run;
    }

    private static CnnRun? FromModel(string path)
    {
        ModelDocument model;
        try
        {
            model = ModelDocument.Read(path);
        }
        catch (CnnException other) when (other.ErrorId == "ModelFormatUnknown")
        {
            // Weights of another program, or a checkpoint: nothing is wrong with it, but it is no finished training.
            return null;
        }

        IReadOnlyList<CnnEpochResult> history = model.ReadHistory();
        if (history.Count == 0) return null;
        CnnModelInfo info = model.ToInfo();
        EvaluationScore? test = model.ReadTest();
        var run = new CnnRun
        {
            Id = Path.GetFileNameWithoutExtension(path), Date = File.GetLastWriteTime(path), State = StateOf(model.StopReason), Dataset = info.Dataset,
            Architecture = info.Architecture, Epoch = 0, BestEpoch = info.Epoch, TestAccuracy = info.TestAccuracy, TestLoss = test?.Loss, TestCount = test?.Count, Seconds = 0, Seed = info.Seed, Device = model.Device,
            Options = model.Options, History = [], ModelPath = path,
        };
        return RunMetrics.With(run, history);
    }

    /// <summary>The state of a training that ended for a reason; without one, it never came to its end.</summary>
    internal static CnnRunState StateOf(CnnStopReason? reason) => reason switch
    {
        CnnStopReason.Completed => CnnRunState.Completed,
        CnnStopReason.EarlyStopping => CnnRunState.EarlyStopping,
        CnnStopReason.TimeBudget => CnnRunState.TimeBudget,
        null => CnnRunState.Interrupted,
        _ => CnnRunState.Other,
    };

    /// <summary>Whether the process that wrote a record is the one that has its number now. Of another machine nobody can tell; its word counts.</summary>
    private static bool IsAlive(RunDocument document)
    {
        if (document.Machine != Environment.MachineName) return true;
        try
        {
            using Process process = Process.GetProcessById(document.Process);
            return !process.HasExited && Math.Abs(process.StartTime.ToUniversalTime().Ticks - document.ProcessStart) < TimeSpan.TicksPerSecond;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static IEnumerable<string> Files(string path, bool recurse)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new CnnException("RunNotFound", CnnErrorCategory.ObjectNotFound, $"Path: expected a folder, a record of a training or a model; '{path}' does not exist.", path);
        var options = new EnumerationOptions { RecurseSubdirectories = recurse, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(path, "*", options).Where(static file =>
            IsRecord(file) || file.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase));
    }
}
