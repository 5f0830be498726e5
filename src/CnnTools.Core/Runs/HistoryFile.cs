using CnnTools.Core.ModelFiles;

namespace CnnTools.Core.Runs;

/// <summary>Reads a training's history from what it left: its CSV log, its model, its record.</summary>
public static class HistoryFile
{
    /// <summary>Reads the epochs, in order.</summary>
    /// <param name="path">A CSV log (<c>-LogPath</c>, <c>Export-Csv</c>), a model (<c>.safetensors</c>) or a record (<c>.run.json</c>).</param>
    /// <returns>At least one epoch.</returns>
    /// <exception cref="CnnException">There is no such file (<c>HistoryNotFound</c>), or it holds no epoch (<c>HistoryInvalid</c>), or it is a log
    /// (<c>LogInvalid</c>), a record or a model that cannot be read.</exception>
    public static IReadOnlyList<CnnEpochResult> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new CnnException("HistoryNotFound", CnnErrorCategory.ObjectNotFound, $"'{full}': expected the log, the model or the record of a training; there is no such file.", full);
        IReadOnlyList<CnnEpochResult> history = RunFinder.IsRecord(full) ? RunDocument.Read(full).Run.History
            : Path.GetExtension(full).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) ? ModelDocument.Read(full).ReadHistory()
            : EpochLogReader.Read(full);
        return history.Count > 0 ? history : throw Invalid(full, "it holds no epoch");
    }

    private static CnnException Invalid(string path, string what) =>
        new("HistoryInvalid", CnnErrorCategory.InvalidData, $"'{path}': expected the history of a training; {what}. Name a file that -LogPath, -OutputPath or Export-Csv wrote.", path);
}
