using CnnTools.Engine.Persistence;
using CsvHelper;

namespace CnnTools.Engine.Runs;

/// <summary>Reads a training's history from what it left: its CSV log, its model, its record.</summary>
public static class HistoryFile
{
    // A log of a million epochs; a longer record is an unclosed quote.
    private const int LargestRecordBytes = 1 << 16;

    /// <summary>Reads the epochs, in order.</summary>
    /// <param name="path">A CSV log (<c>-LogPath</c>, <c>Export-Csv</c>), a model (<c>.safetensors</c>) or a record (<c>.run.json</c>).</param>
    /// <returns>At least one epoch.</returns>
    /// <exception cref="CnnException">There is no such file (<c>HistoryNotFound</c>), or it holds no history (<c>HistoryInvalid</c>), or it is a model that cannot be read.</exception>
    public static IReadOnlyList<CnnEpochResult> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new CnnException("HistoryNotFound", CnnErrorCategory.ObjectNotFound, $"'{full}': expected the log, the model or the record of a training; there is no such file.", full);
        IReadOnlyList<CnnEpochResult> history = full.EndsWith(RunDocument.Extension, StringComparison.OrdinalIgnoreCase) ? RunDocument.Read(full).Run.History
            : Path.GetExtension(full).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) ? ModelDocument.Read(full).ReadHistory()
            : ReadLog(full);
        return history.Count > 0 ? history : throw Invalid(full, "it holds no epoch");
    }

    private static List<CnnEpochResult> ReadLog(string path)
    {
        try
        {
            using CsvReader csv = CsvReader.FromFile(path, new CsvReaderOptions
            {
                TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LargestRecordBytes, MalformedData = CsvMalformedDataHandling.Throw, FieldCountMismatch = CsvFieldCountHandling.Throw,
            });
            string[] header = [.. csv.Headers.Select(static column => column.Trim())];
            var history = new List<CnnEpochResult>();
            while (csv.Read())
            {
                string[] fields = [.. Enumerable.Range(0, header.Length).Select(column => csv.GetString(column) ?? "")];
                long line = csv.LineNumber;
                string? Field(string name) => Array.FindIndex(header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and int column ? fields[column] : null;
                history.Add(EpochRow.Parse(Field) ?? throw Invalid(path, Invariant($"line {line} has no {nameof(CnnEpochResult.Epoch)}, {nameof(CnnEpochResult.Loss)} and {nameof(CnnEpochResult.Accuracy)} that are numbers")));
            }

            return history;
        }
        catch (CsvFormatException malformed)
        {
            throw Invalid(path, Invariant($"line {malformed.LineNumber}: {malformed.Message}"), malformed);
        }
    }

    private static CnnException Invalid(string path, string what, Exception? cause = null) =>
        new("HistoryInvalid", CnnErrorCategory.InvalidData, $"'{path}': expected the history of a training, with the columns Epoch, Loss and Accuracy; {what}. Name a file that -LogPath, -OutputPath or Export-Csv wrote.", path, cause);
}
