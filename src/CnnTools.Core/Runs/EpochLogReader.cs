using CsvHelper;

namespace CnnTools.Core.Runs;

/// <summary>Reads the CSV log of a training, also while the training writes it; <c>Export-Csv</c> writes the same columns.</summary>
internal static class EpochLogReader
{
    // A log of a million epochs; a longer record is an unclosed quote.
    private const int LargestLogBytes = 64 << 20;
    private const int LargestRecordBytes = 1 << 16;

    /// <summary>Reads the epochs, in order. A last line without an end that has not all columns yet is in the making, or was cut off when its training was
    /// killed: it is left out.</summary>
    /// <param name="path">The log.</param>
    /// <returns>The epochs; none where no line is whole yet.</returns>
    /// <exception cref="CnnException"><c>LogNotFound</c>; <c>LogInvalid</c>: it is no log of a training.</exception>
    public static IReadOnlyList<CnnEpochResult> Read(string path)
    {
        string full = Path.GetFullPath(path), text = ReadText(full);
        int end = text.LastIndexOf('\n') + 1;
        // A header in the making is no log yet.
        if (end == 0) return [];
        List<CnnEpochResult> epochs = Parse(text[..end], full);
        if (end < text.Length && LastLine(text, end) is { } last) epochs.Add(last);
        return epochs;
    }

    private static List<CnnEpochResult> Parse(string text, string path)
    {
        try
        {
            using CsvReader csv = Open(text);
            string[] header = [.. csv.Headers.Select(static column => column.Trim())];
            var epochs = new List<CnnEpochResult>();
            while (csv.Read())
            {
                long line = csv.LineNumber;
                epochs.Add(EpochRow.Parse(Fields(csv, header), out string? problem) ?? throw Invalid(path, Invariant($"line {line}: {problem}"), null));
            }

            return epochs;
        }
        catch (CsvFormatException malformed)
        {
            throw Invalid(path, Invariant($"line {malformed.LineNumber}: {malformed.Message}"), malformed);
        }
    }

    /// <summary>The last line, which an editor left without an end; null where it is not whole.</summary>
    private static CnnEpochResult? LastLine(string text, int start)
    {
        try
        {
            using CsvReader csv = Open(text[..(text.IndexOf('\n') + 1)] + text[start..]);
            string[] header = [.. csv.Headers.Select(static column => column.Trim())];
            return csv.Read() ? EpochRow.Parse(Fields(csv, header)) : null;
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    private static CsvReader Open(string text) => CsvReader.FromText(text, new CsvReaderOptions
    {
        TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LargestRecordBytes, MalformedData = CsvMalformedDataHandling.Throw, FieldCountMismatch = CsvFieldCountHandling.Throw,
    });

    private static Func<string, string?> Fields(CsvReader csv, string[] header)
    {
        // The reader's record is gone once the next one is read.
        string[] fields = [.. Enumerable.Range(0, header.Length).Select(column => csv.GetString(column) ?? "")];
        return name => Array.FindIndex(header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and int column ? fields[column] : null;
    }

    private static string ReadText(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LargestLogBytes) throw Invalid(path, Invariant($"expected at most {LargestLogBytes:N0} bytes; found {stream.Length:N0}."), null);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnException("LogNotFound", CnnErrorCategory.ObjectNotFound, $"'{path}': expected the CSV log of a training (-LogPath); there is no such file.", path, missing);
        }
    }

    private static CnnException Invalid(string path, string reason, Exception? cause) => new(
        "LogInvalid", CnnErrorCategory.InvalidData, $"'{path}': expected the CSV log of a training, with the columns Epoch, Loss and Accuracy; {reason} Name the file of -LogPath, or one that Export-Csv wrote.", path, cause);
}
