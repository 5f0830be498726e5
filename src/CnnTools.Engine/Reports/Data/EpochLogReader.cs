using System.Globalization;
using CsvHelper;

namespace CnnTools.Engine.Reports.Data;

/// <summary>Reads the CSV log of a training, also while the training writes it; <c>Export-Csv</c> writes the same columns.</summary>
internal static class EpochLogReader
{
    private const int LargestLogBytes = 64 * 1024 * 1024;

    /// <summary>Reads the epochs whose lines are whole; the last line may be in the making.</summary>
    /// <param name="path">The log.</param>
    /// <exception cref="CnnException"><c>LogNotFound</c>; <c>LogInvalid</c>: it is no log of a training.</exception>
    public static IReadOnlyList<CnnEpochResult> Read(string path)
    {
        string full = Path.GetFullPath(path);
        string text = ReadWholeLines(full);
        if (text.Length == 0) return [];
        try
        {
            using CsvReader csv = CsvReader.FromText(text, new CsvReaderOptions { MalformedData = CsvMalformedDataHandling.Throw, FieldCountMismatch = CsvFieldCountHandling.Throw, MaxRecordSize = 1 << 16, TrackLineNumbers = true });
            string[] header = [.. csv.Headers];
            var epochs = new List<CnnEpochResult>();
            while (csv.Read()) epochs.Add(Epoch(csv, header, full));
            return epochs;
        }
        catch (CsvFormatException invalid)
        {
            throw Invalid(full, $"line {invalid.LineNumber}: {invalid.Message}", invalid);
        }
    }

    private static string ReadWholeLines(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LargestLogBytes) throw Invalid(path, Invariant($"expected at most {LargestLogBytes:N0} bytes; found {stream.Length:N0}."), null);
            using var reader = new StreamReader(stream);
            string text = reader.ReadToEnd();
            return text[..(text.LastIndexOf('\n') + 1)];
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnException("LogNotFound", CnnErrorCategory.ObjectNotFound, $"'{path}': expected the CSV log of a training (-LogPath); there is no such file.", path, missing);
        }
    }

    private static CnnEpochResult Epoch(CsvReader csv, string[] header, string path)
    {
        return new CnnEpochResult
        {
            Epoch = (int)Required(nameof(CnnEpochResult.Epoch)),
            Loss = Required(nameof(CnnEpochResult.Loss)),
            Accuracy = Required(nameof(CnnEpochResult.Accuracy)),
            ValidationLoss = Value(csv, header, path, nameof(CnnEpochResult.ValidationLoss)),
            ValidationAccuracy = Value(csv, header, path, nameof(CnnEpochResult.ValidationAccuracy)),
            LearningRate = Required(nameof(CnnEpochResult.LearningRate)),
            Seconds = Required(nameof(CnnEpochResult.Seconds)),
            ImagesPerSecond = Required(nameof(CnnEpochResult.ImagesPerSecond)),
        };

        double Required(string name) => Value(csv, header, path, name) ?? throw Invalid(path, $"line {csv.LineNumber}: there is no value for {name}.", null);
    }

    private static double? Value(CsvReader csv, string[] header, string path, string name)
    {
        int column = Array.FindIndex(header, heading => heading.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (column < 0 || csv.GetString(column) is not { Length: > 0 } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Invalid(path, $"line {csv.LineNumber}: expected a number in the column {name}; found '{text}'.", null);
    }

    private static CnnException Invalid(string path, string reason, Exception? cause) => new(
        "LogInvalid", CnnErrorCategory.InvalidData, $"'{path}': expected the CSV log of a training, with the columns Epoch, Loss, Accuracy, LearningRate, Seconds and ImagesPerSecond; {reason} Name the file of -LogPath, or one that Export-Csv wrote.", path, cause);
}
