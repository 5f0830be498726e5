using CnnTools.Core.ModelFiles;
using CnnTools.Core.Runs;

namespace CnnTools.Core.Reports;

/// <summary>One thing that a report shows: a model by its file, or a training by its record.</summary>
/// <param name="ModelPath">Full path of the model; null where the training wrote none.</param>
/// <param name="Run">The training; null where a model speaks for itself.</param>
internal sealed record ReportSource(string? ModelPath, CnnRun? Run)
{
    /// <summary>Reads what a path names: the record of a training (<c>.run.json</c>), else a model, which is read later.</summary>
    /// <exception cref="CnnException">There is no such record (<c>RunNotFound</c>), or it is none (<c>RunRecordInvalid</c>).</exception>
    public static ReportSource Of(string path)
    {
        string full = Path.GetFullPath(path);
        if (!RunFinder.IsRecord(full)) return new ReportSource(full, null);
        CnnRun run = RunFinder.Find([full], recurse: false, static error => throw error)[0];
        return new ReportSource(run.ModelPath, run);
    }

    /// <summary>Whether there is anything to draw: a model, or an epoch. A training that ended within its first epoch has neither.</summary>
    public bool HasContent => Run is null || Run.History.Count > 0;

    /// <summary>The model that the training made, if it is still where it was written.</summary>
    /// <param name="missing">Why there is none to be shown; null where there is one, or where none was written.</param>
    /// <exception cref="CnnException">The file cannot be read.</exception>
    public ModelDocument? OpenModel(out string? missing)
    {
        missing = null;
        if (ModelPath is null) return null;
        if (Run is not null && !File.Exists(ModelPath))
        {
            missing = $"{ModelPath}, which is not there any more";
            return null;
        }

        ModelDocument model = ModelDocument.Read(ModelPath);
        if (Run is null || IsOf(model, Run)) return model;
        missing = $"{ModelPath}, where another training has written its own since";
        return null;
    }

    /// <summary>Whether a model is that of a training: another one may have written to the same path since. A model that is written at each improvement knows
    /// the epochs until then.</summary>
    private static bool IsOf(ModelDocument model, CnnRun run)
    {
        IReadOnlyList<CnnEpochResult> history = model.ReadHistory();
        int known = Math.Min(history.Count, run.History.Count);
        return known > 0 && model.Network.Name == run.Architecture && history.Take(known).SequenceEqual(run.History.Take(known));
    }
}
