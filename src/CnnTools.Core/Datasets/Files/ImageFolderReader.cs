using CnnTools.Core.Images;
using CnnTools.Core.Text;

namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// Reads a folder with one subfolder per class. If it has a subfolder named like a training split (<see cref="SplitName"/>) that itself has subfolders, the
/// subfolders are splits; otherwise everything is
/// <see cref="CnnSplit.Train"/>. Class names are the subfolders' names in natural order (<see cref="NaturalComparer"/>). Below a class, images are found at any
/// depth; hidden files and folders and
/// linked folders are skipped, so that no loop is followed.
/// </summary>
internal sealed class ImageFolderReader
{
    private readonly string _path;
    private readonly List<string> _warnings = [];
    private readonly SortedDictionary<string, int> _unsupported = new(StringComparer.Ordinal), _others = new(StringComparer.Ordinal);
    private int _links;

    private ImageFolderReader(string path) => _path = path;

    /// <summary>Lists the images.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="CnnException">The folders cannot be a dataset: id <c>DatasetInvalid</c>; the message says which layout is expected.</exception>
    public static FileListing Read(string path) => new ImageFolderReader(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).Read();

    private FileListing Read()
    {
        Dictionary<CnnSplit, string> folders = SplitFolders();
        var classFolders = folders.ToDictionary(static pair => pair.Key, pair => ClassFolders(pair.Value));
        string[] classNames = [.. classFolders[CnnSplit.Train].Keys.Order(NaturalComparer.Instance)];
        CheckClasses(folders[CnnSplit.Train], classNames);

        var images = new Dictionary<CnnSplit, IReadOnlyList<LabeledImage>>();
        foreach ((CnnSplit split, string folder) in folders.OrderBy(static pair => pair.Key))
        {
            CheckSplit(split, folder, classFolders[split], folders[CnnSplit.Train], classNames);
            var found = new List<LabeledImage>();
            for (int label = 0; label < classNames.Length; label++)
            {
                int before = found.Count;
                foreach (string classFolder in classFolders[split].GetValueOrDefault(classNames[label], [])) Collect(classFolder, label, found);
                if (found.Count == before && split == CnnSplit.Train)
                    throw DatasetErrors.Invalid($"{Path.Combine(folder, classNames[label])}: expected images ({Extensions}); found none{Unsupported()}. Remove the subfolder or add images.", Path.Combine(folder, classNames[label]));
            }

            if (found.Count == 0) throw DatasetErrors.Invalid($"{folder}: expected images ({Extensions}); found none{Unsupported()}. Add images, or remove the folder.", folder);
            if (FileListing.MissingClasses(folder, split, classNames, found) is { } missing) _warnings.Add(missing);
            images[split] = found;
        }

        WarnOfOmissions();
        return new FileListing(Path.GetFileName(_path) is { Length: > 0 } last ? last : _path, _path, classNames, images, _warnings);
    }

    private static string Extensions => string.Join(", ", ImageFormats.Extensions);

    private Dictionary<CnnSplit, string> SplitFolders()
    {
        string[] subfolders = [.. Subfolders(_path)];
        (CnnSplit? Split, string Folder)[] named = [.. subfolders.Select(static folder => (SplitName.Parse(Path.GetFileName(folder)), folder))];
        var splits = new Dictionary<CnnSplit, string>();
        foreach ((CnnSplit? split, string folder) in named)
        {
            if (split is not { } found) continue;
            if (splits.TryGetValue(found, out string? other))
            {
                // Two classes may well be called so; two folders of training classes may not.
                if (named.Any(static pair => pair.Split == CnnSplit.Train && Subfolders(pair.Folder).Count > 0))
                    throw DatasetErrors.Invalid($"{_path}: expected one folder for the {found.ToString().ToLowerInvariant()} split; found '{Path.GetFileName(other)}' and '{Path.GetFileName(folder)}'. Merge them, or move one away.", _path);
                continue;
            }

            splits[found] = folder;
        }

        bool allAreSplits = subfolders.Length > 0 && splits.Count == subfolders.Length;
        if (splits.TryGetValue(CnnSplit.Train, out string? train) && Subfolders(train).Count > 0)
        {
            string[] unused = [.. subfolders.Except(splits.Values).Select(static folder => Path.GetFileName(folder))];
            if (unused.Length > 0) _warnings.Add($"{_path}: the splits are {string.Join(", ", splits.Values.Select(static folder => Path.GetFileName(folder)))}; not used: {string.Join(", ", unused)}.");
            foreach (CnnSplit split in splits.Keys.ToArray()) splits[split] = Inner(splits[split], split);
            return splits;
        }

        if (allAreSplits && splits.Count > 1 && train is not null)
            throw DatasetErrors.Invalid($"{_path}: expected one subfolder per class in '{Path.GetFileName(train)}'; found none. Put the images of each class into a subfolder of that name, or list files and labels in a CSV manifest.", _path);
        if (allAreSplits && subfolders.Any(static folder => Subfolders(folder).Count > 0))
            throw DatasetErrors.Invalid($"{_path}: expected a folder 'train' beside {string.Join(" and ", splits.Values.Select(static folder => $"'{Path.GetFileName(folder)}'"))}; found none. Name the folder with the training images 'train', or use one of the folders as the dataset.", _path);
        if (subfolders.Length == 1 && Subfolders(subfolders[0]) is { Count: > 1 } inner)
            throw DatasetErrors.Invalid($"{_path}: expected a subfolder for each of at least two classes; found only '{Path.GetFileName(subfolders[0])}', which has {inner.Count} subfolders of its own. Use {subfolders[0]} as the dataset.", _path);
        return new() { [CnnSplit.Train] = _path };
    }

    /// <summary>Archives often repeat a folder's name: <c>seg_train/seg_train/forest</c>.</summary>
    private static string Inner(string folder, CnnSplit split) =>
        Subfolders(folder) is [string only] && SplitName.Parse(Path.GetFileName(only)) == split && Subfolders(only).Count > 0 ? only : folder;

    /// <summary>The folders of each class; more than one if their names differ only in Unicode's form.</summary>
    private static Dictionary<string, List<string>> ClassFolders(string folder)
    {
        var folders = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string subfolder in Subfolders(folder))
        {
            string name = FileListing.ClassName(Path.GetFileName(subfolder));
            if (!folders.TryGetValue(name, out List<string>? list)) folders[name] = list = [];
            list.Add(subfolder);
        }

        return folders;
    }

    private void CheckClasses(string folder, string[] classNames)
    {
        if (classNames.Length >= 2) return;
        throw DatasetErrors.Invalid($"{folder}: expected a subfolder for each of at least two classes; found {(classNames.Length == 0 ? "none" : $"only '{classNames[0]}'")}.", _path);
    }

    /// <summary>Classes always come from the training split: a model's labels must not depend on the images it is tested on.</summary>
    private void CheckSplit(CnnSplit split, string folder, Dictionary<string, List<string>> classFolders, string trainFolder, string[] classNames)
    {
        if (split == CnnSplit.Train) return;
        if (classFolders.Count == 0 && Directory.EnumerateFiles(folder).Any(ImageFormats.IsSupported))
            throw DatasetErrors.Invalid($"{folder}: expected one subfolder per class; found images without any, so that their classes are not known. Put them into subfolders, list them in a CSV manifest, or move the folder away.", folder);
        if (classFolders.Keys.Except(classNames).FirstOrDefault() is not { } unknown) return;
        throw DatasetErrors.Invalid($"{folder}: expected only classes that {trainFolder} has; found '{unknown}'.{Suggestion.For(unknown, classNames)} Rename the folder, or add training images of that class.", _path);
    }

    private void Collect(string folder, int label, List<LabeledImage> images)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, NaturalComparer.Instance))
        {
            if (IsHidden(entry)) continue;
            if (entry is DirectoryInfo)
            {
                if (entry.LinkTarget is null) Collect(entry.FullName, label, images);
                else _links++;
            }
            else if (ImageFormats.IsSupported(entry.Name)) images.Add(new LabeledImage(entry.FullName, label));
            else if (ImageFormats.IsOther(entry.Name)) Count(_unsupported, entry.Name);
            else if (entry.Name is not ("Thumbs.db" or "desktop.ini")) Count(_others, entry.Name);
        }
    }

    private static void Count(SortedDictionary<string, int> counts, string name)
    {
        string extension = Path.GetExtension(name) is { Length: > 0 } found ? found.ToLowerInvariant() : "without extension";
        counts[extension] = counts.GetValueOrDefault(extension) + 1;
    }

    private void WarnOfOmissions()
    {
        if (_unsupported.Count > 0) _warnings.Add(Invariant($"{_path}: {Images(_unsupported.Values.Sum())} not used, because the format is not supported: {List(_unsupported)}. Convert to JPEG or PNG."));
        int others = _others.Values.Sum();
        if (others > 0) _warnings.Add(Invariant($"{_path}: {others:N0} file{(others == 1 ? " is" : "s are")} no image by extension and not used: {List(_others)}."));
        if (_links > 0) _warnings.Add(Invariant($"{_path}: {_links:N0} linked folder{(_links == 1 ? " is" : "s are")} not followed."));
    }

    private string Unsupported() => _unsupported.Count == 0 ? "" : $" in a supported format ({List(_unsupported)} must be converted to JPEG or PNG)";

    private static string Images(int count) => Invariant($"{count:N0} image{(count == 1 ? " is" : "s are")}");

    private static string List(SortedDictionary<string, int> counts) => string.Join(", ", counts.Take(8).Select(static pair => Invariant($"{pair.Value:N0} {pair.Key}"))) + (counts.Count > 8 ? ", ..." : "");

    private static List<string> Subfolders(string folder) => [.. new DirectoryInfo(folder).EnumerateDirectories().Where(static entry => !IsHidden(entry)).Select(static entry => entry.FullName).Order(NaturalComparer.Instance)];

    private static bool IsHidden(FileSystemInfo entry) => entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden);
}
