using CnnTools.Core.Datasets.BuiltIn;
using CnnTools.Core.Datasets.Download;
using CnnTools.Core.Datasets.Files;
using CnnTools.Core.Datasets.Shapes;
using CnnTools.Core.Progress;
using CnnTools.Core.Text;

namespace CnnTools.Core.Datasets;

/// <summary>
/// Finds datasets by name or path and decodes them. Names are those of <see cref="Names"/>, without regard to case, hyphens and underscores; a path is a folder with a subfolder a
/// class, or a CSV manifest. Built-in datasets are taken from the cache folder and downloaded into it where they are missing.
/// </summary>
/// <remarks>
/// Folders: the subfolders' names are the classes, in natural order (<see cref="NaturalComparer"/>); where there is a subfolder <c>train</c> with subfolders of its own, <c>train</c> and
/// <c>test</c> are the splits, else everything is the training split. Images are <c>.png</c>, <c>.jpg</c> and <c>.jpeg</c> files at any depth; hidden files and linked folders are
/// passed over. Manifests: the columns <c>path</c> (relative to the manifest) and <c>label</c>, and, if wanted, <c>split</c> with train or test; labels are in natural order too.
/// </remarks>
public sealed class DatasetStore
{
    private readonly DatasetStoreOptions _options;
    private readonly IReadOnlyList<BuiltInDataset> _catalog;
    private readonly FileDownloader _downloader;

    /// <summary>Creates a store. Touches neither disk nor network.</summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="CnnException"><c>DatasetArgumentInvalid</c>: an option's value cannot be used.</exception>
    public DatasetStore(DatasetStoreOptions options)
        : this(options, BuiltInCatalog.All, new DownloadSettings())
    {
    }

    internal DatasetStore(DatasetStoreOptions options, IReadOnlyList<BuiltInDataset> catalog, DownloadSettings settings)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Channels is not (1 or 3)) throw DatasetErrors.Argument($"Expected 1 or 3 channels; found {options.Channels}.", options.Channels);
        if (options.ImageHeight is null != options.ImageWidth is null) throw DatasetErrors.Argument("Expected image height and width together; found only one of them.", options.ImageHeight ?? options.ImageWidth);
        if (options.ImageHeight is < 1 || options.ImageWidth is < 1) throw DatasetErrors.Argument($"Expected an image height and width of at least 1; found {options.ImageHeight} and {options.ImageWidth}.", options.ImageHeight);
        if (options.MaximumBytes < 1 || options.MaximumBytes > Array.MaxLength) throw DatasetErrors.Argument($"Expected at most {Array.MaxLength:N0} bytes; found {options.MaximumBytes:N0}.", options.MaximumBytes);
        (_options, _catalog, _downloader) = (options, catalog, new FileDownloader(options.Http, options.Progress, settings));
        CacheFolder = Path.GetFullPath(options.CacheFolder is { Length: > 0 } folder ? folder : DefaultCacheFolder());
    }

    /// <summary>The names of the built-in datasets.</summary>
    public static IReadOnlyList<string> Names { get; } = [ShapesDataset.Name, .. BuiltInCatalog.All.Select(dataset => dataset.Name)];

    /// <summary>Full path of the cache.</summary>
    public string CacheFolder { get; }

    /// <summary>Describes every split of every built-in dataset, without reading pixels and without the network.</summary>
    public IReadOnlyList<CnnDatasetInfo> List() =>
        [.. KnownNames().Select(BuiltIn).SelectMany(source => (IEnumerable<CnnDatasetInfo>)[source!.Describe(CnnSplit.Train), source.Describe(CnnSplit.Test)])];

    /// <summary>Describes one split, without the network; of a folder or manifest the first image's size stands for all.</summary>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>, also where there is no such split; <c>DatasetInvalid</c>.</exception>
    public CnnDatasetInfo Describe(string nameOrPath, CnnSplit split) => Reading(nameOrPath, () => Find(nameOrPath).Describe(split));

    /// <summary>Looks at the beginning of every image of a folder or a manifest, and gives an error for each that is no PNG or JPEG; nothing for a dataset by name.</summary>
    /// <param name="path">A folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="ct">Checked before every image.</param>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>, also where there is no such split; <c>DatasetInvalid</c>.</exception>
    public IEnumerable<CnnException> FindBroken(string path, CnnSplit split, CancellationToken ct = default)
    {
        if (Reading(path, () => Find(path)) is not IImageFileSource source) yield break;
        IReadOnlyList<string> files = Reading(path, () => source.Files(split));
        for (int i = 0; i < files.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            _options.Progress?.Invoke(new DatasetProgress($"Checking {path}", files[i], i, files.Count));
            if (ImageLoader.CheckHeader(files[i]) is { } error) yield return error;
        }
    }

    /// <summary>Whether the dataset has images in this split, without the network.</summary>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>; <c>DatasetInvalid</c>.</exception>
    public bool HasSplit(string nameOrPath, CnnSplit split) => Reading(nameOrPath, () => Find(nameOrPath).HasSplit(split));

    /// <summary>Decodes one split, downloading a built-in dataset first where it is missing.</summary>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="CnnException">
    /// <c>DatasetNotFound</c>; <c>DatasetInvalid</c>: a file is not what it should be; <c>ImageDecodeFailed</c>; <c>DatasetOffline</c>; <c>DatasetDownloadFailed</c>;
    /// <c>DatasetChecksumMismatch</c>.
    /// </exception>
    public ImageSet Load(string nameOrPath, CnnSplit split, CancellationToken ct = default)
    {
        var source = Reading(nameOrPath, () => Find(nameOrPath));
        ct.ThrowIfCancellationRequested();
        if (source is IDownloadableSource downloadable && !downloadable.IsAvailable(split))
            Download(BuiltInName(nameOrPath)!, downloadable, () => downloadable.IsAvailable(split), ct);
        return Reading(nameOrPath, () => source.Load(split, ct));
    }

    /// <summary>Downloads a built-in dataset into the cache, both splits.</summary>
    /// <param name="name">One of <see cref="Names"/> other than <c>Shapes</c>.</param>
    /// <param name="ct">Stops the work; what has arrived stays for the next time.</param>
    /// <returns>Where it lies, and whether it was there already.</returns>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>; <c>DatasetArgumentInvalid</c>: nothing to download; <c>DatasetOffline</c>; <c>DatasetDownloadFailed</c>; <c>DatasetChecksumMismatch</c>.</exception>
    public DatasetSaveResult Save(string name, CancellationToken ct = default)
    {
        if (Find(name) is not IDownloadableSource source)
            throw DatasetErrors.Argument($"'{name}': expected a dataset that is downloaded ({string.Join(", ", _catalog.Select(dataset => dataset.Name))}); this one is {(BuiltInName(name) is null ? "a path" : "made in memory")}.", name);
        bool IsComplete() => source.IsAvailable(CnnSplit.Train) && source.IsAvailable(CnnSplit.Test);
        bool already = IsComplete();
        if (!already) Download(BuiltInName(name)!, source, IsComplete, ct);
        return new DatasetSaveResult(source.Describe(CnnSplit.Train).Path ?? source.Folder, already);
    }

    private void Download(string name, IDownloadableSource source, Func<bool> isDone, CancellationToken cancellationToken)
    {
        var dataset = _catalog.First(candidate => candidate.Name == name);
        if (_options.Offline)
            throw DatasetErrors.Offline(
                $"{name}: expected its files in {source.Folder}; they are not there, and downloads are switched off. Download it once while online, or put {string.Join(", ", dataset.Downloads.Select(file => file.Name))} "
                + $"into {(dataset is CifarDataset ? CacheFolder : source.Folder)}.", name);
        try
        {
            using var held = DatasetLock.Acquire(CacheFolder, name, () => _options.Message?.Invoke($"{name}: waiting for another download of it to end."), cancellationToken);
            if (!isDone()) source.Download(cancellationToken); // The one that held the lock may have done it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DatasetErrors.DownloadFailed($"{name}: the cache folder {CacheFolder} cannot be written: {e.Message} The environment variable {CacheVariable} names another one.", CacheFolder, e);
        }
    }

    /// <summary>Turns what the file system refuses into an error that names the dataset.</summary>
    private static T Reading<T>(string nameOrPath, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DatasetErrors.Invalid($"{nameOrPath}: expected files that can be read; {e.Message}", nameOrPath, e);
        }
    }

    private IDatasetSource Find(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        if (BuiltInName(nameOrPath) is { } name) return BuiltIn(name)!;
        if (Directory.Exists(nameOrPath)) return new ImageFolderSource(nameOrPath, _options);
        if (File.Exists(nameOrPath))
        {
            if (Path.GetExtension(nameOrPath).Equals(".csv", StringComparison.OrdinalIgnoreCase)) return new CsvManifestSource(nameOrPath, _options);
            throw DatasetErrors.Invalid($"{nameOrPath}: expected a folder with a subfolder a class, or a .csv manifest; found another file.", nameOrPath);
        }
        string hint = Suggestion.For(nameOrPath, KnownNames());
        throw DatasetErrors.NotFound($"Dataset '{nameOrPath}': expected one of {string.Join(", ", KnownNames())}, or a folder/CSV path; there is none of that name.{hint}", nameOrPath);
    }

    private IDatasetSource? BuiltIn(string name) => name == ShapesDataset.Name ? new ShapesSource(_options.ShapesSeed) : _catalog.FirstOrDefault(dataset => dataset.Name == name) switch
    {
        IdxDataset idx => new IdxSource(idx, CacheFolder, _downloader),
        CifarDataset cifar => new CifarSource(cifar, CacheFolder, _downloader),
        _ => null,
    };

    private IEnumerable<string> KnownNames() => [ShapesDataset.Name, .. _catalog.Select(dataset => dataset.Name)];

    private string? BuiltInName(string given) => KnownNames().FirstOrDefault(name => string.Equals(name, Plain(given), StringComparison.OrdinalIgnoreCase));

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private const string CacheVariable = "CNNTOOLS_DATASETS";

    private static string DefaultCacheFolder() => Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "cnntools", "datasets");
}

/// <summary>What <see cref="DatasetStore.Save"/> did.</summary>
/// <param name="Path">The dataset's folder, or the archive it is read from.</param>
/// <param name="AlreadyThere">True where nothing had to be downloaded.</param>
public sealed record DatasetSaveResult(string Path, bool AlreadyThere);
