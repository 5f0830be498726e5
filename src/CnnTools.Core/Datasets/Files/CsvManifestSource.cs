using CsvHelper;

namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// A CSV manifest: a header with the columns <c>path</c> and <c>label</c>, in any order and among any others, and, if wanted, <c>split</c> (train or test). Paths are relative to
/// the manifest's folder. The separator (comma, semicolon, tab) is found from the first lines. Labels are names, numbers too; their natural order (<see cref="NaturalComparer"/>) over the training rows gives the labels' numbers.
/// </summary>
internal sealed class CsvManifestSource : IImageFileSource
{
    private readonly string _path, _name;
    private readonly DatasetStoreOptions _options;
    private readonly List<string> _classNames;
    private readonly Dictionary<CnnSplit, List<LabelledImage>> _images = [];

    public CsvManifestSource(string path, DatasetStoreOptions options)
    {
        (_path, _options) = (Path.GetFullPath(path), options);
        _name = Path.GetFileNameWithoutExtension(_path);
        var rows = Read(_path);
        _classNames = [.. rows.Where(row => row.Split == CnnSplit.Train).Select(row => row.Label).Distinct().Order(NaturalComparer.Instance)];
        if (_classNames.Count < 2)
            throw DatasetErrors.Invalid($"{_path}: expected training rows of at least two labels; found {(_classNames.Count == 0 ? "none" : $"only '{_classNames[0]}'")}.", _path);
        var numbers = _classNames.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
        var splitOfPath = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!numbers.TryGetValue(row.Label, out int label))
                throw DatasetErrors.Invalid($"{_path}, line {row.Line}: expected a label that training rows have; found '{row.Label}' in the test split only.", _path);
            if (splitOfPath.TryGetValue(row.Image, out var earlier) && earlier.Split != row.Split)
                throw DatasetErrors.Invalid($"{_path}, line {row.Line}: expected an image to be in one split; {row.Image} is in {earlier.Split} on line {earlier.Line} and in {row.Split} here.", _path);
            splitOfPath[row.Image] = row;
            if (!_images.TryGetValue(row.Split, out var list)) _images[row.Split] = list = [];
            list.Add(new LabelledImage(row.Image, label));
        }
    }

    public bool HasSplit(CnnSplit split) => _images.ContainsKey(split);

    public CnnDatasetInfo Describe(CnnSplit split) => new ImageLoader(_options).Describe(_name, split, _classNames, Images(split), _path);

    public ImageSet Load(CnnSplit split, CancellationToken cancellationToken) => new ImageLoader(_options).Load(_name, split, _classNames, Images(split), _path, cancellationToken);

    public IReadOnlyList<string> Files(CnnSplit split) => [.. Images(split).Select(image => image.Path)];

    private List<LabelledImage> Images(CnnSplit split) => _images.TryGetValue(split, out var images) ? images
        : throw DatasetErrors.NotFound($"{_path}: expected rows of the split {split}; found none. Add a column 'split' with the values train and test.", _path);

    // A record longer than this is an unclosed quote that swallows the rows after it.
    private const int LargestRecordBytes = 1 << 16;

    private static List<Row> Read(string path)
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
                string image = Path.GetFullPath(Path.Combine(folder, written));
                if (!File.Exists(image)) throw DatasetErrors.Invalid($"{path}, line {line}: expected an image at {image}; there is no such file.", path);
                var split = splitColumn is { } column ? ParseSplit(Field(csv, column, "split", path), path, line) : CnnSplit.Train;
                rows.Add(new Row(line, image, Field(csv, labelColumn, "label", path), split));
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

    private static CnnSplit ParseSplit(string value, string path, long line) =>
        value.Equals("train", StringComparison.OrdinalIgnoreCase) ? CnnSplit.Train
        : value.Equals("test", StringComparison.OrdinalIgnoreCase) ? CnnSplit.Test
        : throw DatasetErrors.Invalid($"{path}, line {line}: expected train or test in the column split; found '{value}'.", path);

    private sealed record Row(long Line, string Image, string Label, CnnSplit Split);
}
