using CnnTools.Core.Runs;

namespace CnnTools.Core.Charts;

/// <summary>A training whose history is to be drawn.</summary>
/// <param name="Name">How the chart calls it.</param>
/// <param name="History">Its epochs, in order; at least one.</param>
public sealed record CurveRun(string Name, IReadOnlyList<CnnEpochResult> History)
{
    /// <summary>A training found again, under what it trained on what, and its id; its history may be empty.</summary>
    /// <param name="run">The training.</param>
    public static CurveRun Of(CnnRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new CurveRun(run.Dataset is null ? $"{run.Architecture} ({run.Id})" : $"{run.Architecture} on {Path.GetFileName(run.Dataset)} ({run.Id})", run.History);
    }

    /// <summary>The training that a log, a model or a record tells of. Models and records say themselves what was trained on what; a log has only its
    /// name.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <exception cref="CnnException">As for <see cref="HistoryFile.Read"/>.</exception>
    public static CurveRun Read(string path) =>
        Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) || !File.Exists(path) || RunFinder.Find([path], recurse: false, static error => throw error) is not [CnnRun run]
            ? new CurveRun(Path.GetFileNameWithoutExtension(path), HistoryFile.Read(path))
            : Of(run);
}
