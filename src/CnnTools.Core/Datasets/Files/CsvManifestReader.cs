using System.Text;
using CnnTools.Core.Text;
using CsvHelper;

namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// Reads a CSV manifest: a header with the columns <c>path</c> and <c>label</c>, in any order and among any others, and, if wanted, <c>split</c> with the words
/// of <see cref="SplitName"/>. Paths are relative
/// to the manifest's folder; <c>/</c> and <c>\</c> both separate folders. The separator (comma, semicolon, tab) is found from the first lines. Labels are
/// names, numbers too; their natural order
/// (<see cref="NaturalComparer"/>) over the training rows gives the labels' numbers.
/// </summary>
internal static class CsvManifestReader
{
    /// <summary>Lists the images.</summary>
    /// <param name="path">The manifest.</param>
    /// <exception cref="CnnException">The manifest is not what it should be: id <c>DatasetInvalid</c>.</exception>
    public static FileListing Read(string path)
    {
        string full = Path.GetFullPath(path);
        List<Row> rows = ReadRows(full);
        string[] classNames = [.. rows.Where(static row => row.Split == CnnSplit.Train).Select(static row => row.Label).Distinct().Order(NaturalComparer.Instance)];
        if (classNames.Length < 2)
            throw DatasetErrors.Invalid($"{full}: expected training rows of at least two labels; found {(classNames.Length == 0 ? "none" : $"only '{classNames[0]}'")}.", full);
        var numbers = classNames.Select(static (name, number) => (name, number)).ToDictionary(static pair => pair.name, static pair => pair.number);
        var images = new Dictionary<CnnSplit, List<LabeledImage>>();
        var splitOfPath = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (Row row in rows)
        {
            if (!numbers.TryGetValue(row.Label, out int label))
                throw DatasetErrors.Invalid($"{full}, line {row.Line}: expected a label that training rows have; found '{row.Label}' in the {row.Split.ToString().ToLowerInvariant()} split only.", full);
            if (splitOfPath.TryGetValue(row.Image, out Row? earlier) && earlier.Split != row.Split)
                throw DatasetErrors.Invalid($"{full}, line {row.Line}: expected an image to be in one split; {row.Image} is in {earlier.Split} on line {earlier.Line} and in {row.Split} here.", full);
            splitOfPath[row.Image] = row;
            if (!images.TryGetValue(row.Split, out List<LabeledImage>? list)) images[row.Split] = list = [];
            list.Add(new LabeledImage(row.Image, label));
        }

        string[] warnings = [.. images.OrderBy(static pair => pair.Key).Select(pair => FileListing.MissingClasses(full, pair.Key, classNames, pair.Value)).OfType<string>()];
        return new FileListing(Path.GetFileNameWithoutExtension(full), full, classNames, images.ToDictionary(static pair => pair.Key, static pair => (IReadOnlyList<LabeledImage>)pair.Value), warnings);
    }

    // A record longer than this is an unclosed quote that swallows the rows after it.
    private const int LargestRecordBytes = 1 << 16;

    private static List<Row> ReadRows(string path)
    {
        var options = new CsvReaderOptions
        {
            TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LargestRecordBytes,
            MalformedData = CsvMalformedDataHandling.Throw, FieldCountMismatch = CsvFieldCountHandling.Throw,
        };
        string folder = Path.GetDirectoryName(path)!;
        var rows = new List<Row>();
        using var csv = CsvReader.FromFile(path, options);
        try
        {
            string[] header = [.. csv.Headers.Select(column => column.Trim())];
            int pathColumn = Column(header, "path", path), labelColumn = Column(header, "label", path);
            int? splitColumn = header.Contains("split", StringComparer.OrdinalIgnoreCase) ? Column(header, "split", path) : null;
            while (csv.Read())
            {
                long line = csv.LineNumber;
                string written = Field(csv, pathColumn, "path", path);
                if (written.Contains('\0', StringComparison.Ordinal)) throw DatasetErrors.Invalid($"{path}, line {line}: expected a path; found one with a null character. Save the file as UTF-8 text.", path);
                string image = Find(folder, written);
                if (!File.Exists(image)) throw DatasetErrors.Invalid($"{path}, line {line}: expected an image at {image}; there is no such file.", path);
                var split = splitColumn is { } column ? ParseSplit(Field(csv, column, "split", path), path, line) : CnnSplit.Train;
                rows.Add(new Row(line, image, FileListing.ClassName(Field(csv, labelColumn, "label", path)), split));
            }
        }
        catch (CsvFormatException e)
        {
            throw DatasetErrors.Invalid($"{path}, line {e.LineNumber}: expected a row with the header's columns and matching quotes; {e.Message}", path, e);
        }
        return rows.Count > 0 ? rows : throw DatasetErrors.Invalid($"{path}: expected a row an image below the header; found none.", path);
    }

    private static int Column(string[] header, string name, string path)
    {
        int[] found = [.. Enumerable.Range(0, header.Length).Where(i => header[i].Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 1) return found[0];
        throw DatasetErrors.Invalid(
            $"{path}, line 1: expected a header with the columns path and label once each, and split at most once; found '{string.Join(',', header)}'.", path);
    }

    private static string Field(CsvReader csv, int column, string name, string path) => csv.GetString(column) is { Length: > 0 } value ? value
        : throw DatasetErrors.Invalid($"{path}, line {csv.LineNumber}: expected a value in the column {name}; it is empty.", path);

    private static CnnSplit ParseSplit(string value, string path, long line) => SplitName.Parse(value)
        ?? throw DatasetErrors.Invalid($"{path}, line {line}: expected {SplitName.Words} in the column split; found '{value}'.", path);

    /// <summary>The file a row names: as written, with Windows' separators, or in Unicode's other form.</summary>
    private static string Find(string folder, string written)
    {
        string path = Path.GetFullPath(Path.Combine(folder, written));
        if (File.Exists(path)) return path;
        string slashed = Path.GetFullPath(Path.Combine(folder, written.Replace('\\', '/')));
        foreach (string candidate in (string[])[slashed, ComposedText.Of(slashed), slashed.Normalize(NormalizationForm.FormD)])
            if (File.Exists(candidate)) return candidate;
        return path;
    }

    private sealed record Row(long Line, string Image, string Label, CnnSplit Split);
}
