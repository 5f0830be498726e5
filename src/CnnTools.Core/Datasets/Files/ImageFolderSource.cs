namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// A folder with a subfolder a class. Where it has a subfolder <c>train</c> that itself has subfolders, <c>train</c> and <c>test</c> are the splits; else everything is
/// <see cref="CnnSplit.Train"/>. Class names are the subfolders' names in natural order (<see cref="NaturalComparer"/>). Below a class, images are found at any depth; hidden
/// files and folders and linked folders are passed over, so that no loop is followed.
/// </summary>
internal sealed class ImageFolderSource : IImageFileSource
{
    private readonly string _path, _name;
    private readonly DatasetStoreOptions _options;
    private readonly Dictionary<CnnSplit, string> _splitFolders = [];
    private readonly List<string> _notes = []; // What was not used; told when images are read, not each time the folder is looked at.

    public ImageFolderSource(string path, DatasetStoreOptions options)
    {
        (_path, _options) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), options);
        _name = Path.GetFileName(_path) is { Length: > 0 } last ? last : _path;
        var subfolders = Subfolders(_path);
        string? train = subfolders.Find(folder => IsNamed(folder, "train")), test = subfolders.Find(folder => IsNamed(folder, "test"));
        if (train is null || Subfolders(train).Count == 0)
        {
            _splitFolders[CnnSplit.Train] = _path;
            return;
        }
        _splitFolders[CnnSplit.Train] = train;
        if (test is not null) _splitFolders[CnnSplit.Test] = test;
        string[] others = [.. subfolders.Where(folder => folder != train && folder != test).Select(folder => Path.GetFileName(folder))];
        if (others.Length > 0) _notes.Add($"{_path}: train and test are the splits; not used: {string.Join(", ", others)}.");
    }

    public bool HasSplit(CnnSplit split) => _splitFolders.ContainsKey(split);

    public CnnDatasetInfo Describe(CnnSplit split)
    {
        var (classNames, images) = List(split);
        return new ImageLoader(_options).Describe(_name, split, classNames, images, _path);
    }

    public ImageSet Load(CnnSplit split, CancellationToken cancellationToken)
    {
        var (classNames, images) = List(split);
        foreach (string note in _notes) _options.Message?.Invoke(note);
        return new ImageLoader(_options).Load(_name, split, classNames, images, _path, cancellationToken);
    }

    public IReadOnlyList<string> Files(CnnSplit split) => [.. List(split).Images.Select(image => image.Path)];

    /// <summary>Classes always come from the training split: a model's labels must not depend on which images it is graded on.</summary>
    private (List<string> ClassNames, List<LabelledImage> Images) List(CnnSplit split)
    {
        if (!_splitFolders.TryGetValue(split, out string? folder))
            throw DatasetErrors.NotFound($"{_path}: expected the splits as subfolders train and test to read {split}; found no subfolder test beside train.", _path);
        string trainFolder = _splitFolders[CnnSplit.Train];
        List<string> classNames = ClassNames(trainFolder);
        if (classNames.Count < 2)
            throw DatasetErrors.Invalid($"{trainFolder}: expected a subfolder for each of at least two classes; found {(classNames.Count == 0 ? "none" : $"only '{classNames[0]}'")}.", _path);
        if (ClassNames(folder).Except(classNames).FirstOrDefault() is { } unknown)
            throw DatasetErrors.Invalid($"{folder}: expected only classes that {trainFolder} has; found '{unknown}'.", _path);

        var images = new List<LabelledImage>();
        int otherFiles = 0, links = 0;
        for (int label = 0; label < classNames.Count; label++)
        {
            string classFolder = Path.Combine(folder, classNames[label]);
            int before = images.Count;
            if (Directory.Exists(classFolder)) Collect(classFolder, label, images, ref otherFiles, ref links);
            if (images.Count == before && split == CnnSplit.Train)
                throw DatasetErrors.Invalid($"{classFolder}: expected images ({string.Join(", ", ImageLoader.Extensions)}); found none. Remove the subfolder or add images.", classFolder);
        }
        if (images.Count == 0)
            throw DatasetErrors.Invalid($"{folder}: expected images ({string.Join(", ", ImageLoader.Extensions)}); found none.", folder);
        if (otherFiles > 0) _notes.Add($"{folder}: {otherFiles:N0} file{(otherFiles == 1 ? " is" : "s are")} neither PNG nor JPEG by extension and not used.");
        if (links > 0) _notes.Add($"{folder}: {links:N0} linked folder{(links == 1 ? " is" : "s are")} not followed.");
        return (classNames, images);
    }

    private static void Collect(string folder, int label, List<LabelledImage> images, ref int otherFiles, ref int links)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, NaturalComparer.Instance))
        {
            if (IsHidden(entry)) continue;
            if (entry is DirectoryInfo)
            {
                if (entry.LinkTarget is null) Collect(entry.FullName, label, images, ref otherFiles, ref links);
                else links++;
            }
            else if (ImageLoader.IsImage(entry.Name)) images.Add(new LabelledImage(entry.FullName, label));
            else otherFiles++;
        }
    }

    private static List<string> ClassNames(string folder) => [.. Subfolders(folder).Select(subfolder => Path.GetFileName(subfolder)).Order(NaturalComparer.Instance)];

    private static List<string> Subfolders(string folder) => [.. new DirectoryInfo(folder).EnumerateDirectories().Where(entry => !IsHidden(entry)).Select(entry => entry.FullName)];

    private static bool IsNamed(string folder, string name) => string.Equals(Path.GetFileName(folder), name, StringComparison.OrdinalIgnoreCase);

    private static bool IsHidden(FileSystemInfo entry) => entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden);
}
