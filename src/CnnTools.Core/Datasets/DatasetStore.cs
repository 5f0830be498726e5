using CnnTools.Core.Datasets.BuiltIn;
using CnnTools.Core.Datasets.Download;
using CnnTools.Core.Datasets.Files;
using CnnTools.Core.Datasets.Prepared;
using CnnTools.Core.Datasets.Shapes;
using CnnTools.Core.Images;
using CnnTools.Core.Progress;
using CnnTools.Core.Text;

namespace CnnTools.Core.Datasets;

/// <summary>
/// Finds datasets by name or path and decodes them. Names are those of <see cref="Names"/>, without regard to case, hyphens and underscores; a path is a folder
/// with one subfolder
/// per class, or a CSV manifest. Built-in datasets are taken from the cache folder and downloaded into it if they are missing.
/// </summary>
/// <remarks>
/// Folders: the subfolders' names are the classes, in natural order (<see cref="NaturalComparer"/>). If there is a subfolder <c>train</c> (or <c>training</c>,
/// <c>training_set</c>, ...) with subfolders of its
/// own, it, <c>val</c> and <c>test</c> are the splits; otherwise everything is the training split, or is divided by <see
/// cref="DatasetStoreOptions.TestSplit"/>. Images are PNG, JPEG, WebP, BMP and GIF
/// files at any depth; hidden files and linked folders are skipped. Manifests: the columns <c>path</c> (relative to the manifest) and <c>label</c>, and, if
/// wanted, <c>split</c>.
/// </remarks>
public sealed class DatasetStore
{
    private readonly DatasetStoreOptions _options;
    private readonly IReadOnlyList<BuiltInDataset> _catalog;
    private readonly FileDownloader _downloader;
    private readonly DownloadSettings _settings;
    private readonly Dictionary<string, ImageFileSource> _sources = new(StringComparer.Ordinal);

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
        if (options.TestSplit is not (>= 0 and < 1)) throw DatasetErrors.Argument(Invariant($"TestSplit: expected a fraction in [0, 1) such as 0.2; found {options.TestSplit}."), options.TestSplit);
        if (options.MaximumCacheBytes < 0) throw DatasetErrors.Argument($"MaxCacheSize: expected a number of at least 0; found {options.MaximumCacheBytes}.", options.MaximumCacheBytes);
        if (options.MaximumBytes < 1 || options.MaximumBytes > Array.MaxLength) throw DatasetErrors.Argument($"Expected at most {Array.MaxLength:N0} bytes; found {options.MaximumBytes:N0}.", options.MaximumBytes);
        (_options, _catalog, _settings, _downloader) = (options, catalog, settings, new FileDownloader(options.Http, options.Progress, settings));
        CacheFolder = Path.GetFullPath(options.CacheFolder is { Length: > 0 } folder ? folder : DefaultCacheFolder());
    }

    /// <summary>The names of the built-in datasets.</summary>
    public static IReadOnlyList<string> Names { get; } = [ShapesDataset.Name, .. BuiltInCatalog.All.Select(dataset => dataset.Name)];

    /// <summary>Full path of the cache.</summary>
    public string CacheFolder { get; }

    /// <summary>Describes every split of every built-in dataset, without reading pixels and without the network.</summary>
    public IReadOnlyList<CnnDatasetInfo> List() =>
        [.. KnownNames().Select(BuiltIn).SelectMany(source => (IEnumerable<CnnDatasetInfo>)[source!.Describe(CnnSplit.Train), source.Describe(CnnSplit.Test)])];

    /// <summary>Describes one split, without the network; height, width and channels are those that images are prepared to.</summary>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>, also if there is no such split; <c>DatasetInvalid</c>.</exception>
    public CnnDatasetInfo Describe(string nameOrPath, CnnSplit split) => Reading(nameOrPath, () => Find(nameOrPath).Describe(split));

    /// <summary>
    /// Chooses how a dataset's images are brought to a network: to the size asked for; else to the network's input; else to the images' own size, if all agree
    /// and are at most 64 pixels; else to 128 x 128.
    /// </summary>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <param name="network">Height, width and channels of the network's input; null if any input will do.</param>
    /// <param name="ct">Stops the reading of sizes.</param>
    /// <returns>The preparation, which <see cref="With"/> takes, and why it was chosen.</returns>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>; <c>DatasetInvalid</c>; <c>ImageSizeInvalid</c>: the size asked for is not the
    /// network's.</exception>
    public InputChoice ChooseInput(string nameOrPath, (int Height, int Width, int Channels)? network = null, CancellationToken ct = default) => Reading(nameOrPath, () => Find(nameOrPath)) is ImageFileSource files
        ? _options.Preparation is { } chosen ? new(chosen, "it was chosen before") : Reading(nameOrPath, () => files.ChooseInput(network, ct))
        : new(null, "the dataset is published in this size");

    /// <summary>The same store, with image files prepared in another way.</summary>
    /// <param name="preparation">The preparation; null leaves the choice to <see cref="ChooseInput"/>.</param>
    public DatasetStore With(ImagePreparation? preparation) => preparation == _options.Preparation ? this : new(_options with { Preparation = preparation }, _catalog, _settings);

    /// <summary>What a user should know of a dataset's files before they are read: files that are not used, classes that a split lacks. Nothing for a dataset
    /// by name.</summary>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>; <c>DatasetInvalid</c>.</exception>
    public IReadOnlyList<string> Warnings(string nameOrPath) => Reading(nameOrPath, () => Find(nameOrPath)) is ImageFileSource files ? files.Warnings : [];

    /// <summary>The labels of a split without decoding it; null for a dataset by name, whose classes are known to be large.</summary>
    internal IReadOnlyList<int>? LabelsOf(string nameOrPath, CnnSplit split) =>
        Reading(nameOrPath, () => Find(nameOrPath)) is ImageFileSource files ? [.. Reading(nameOrPath, () => files.Images(split)).Select(static image => image.Label)] : null;

    /// <summary>The files of a folder or manifest; null for a dataset by name.</summary>
    internal ImageFileSource? FilesOf(string nameOrPath) => Reading(nameOrPath, () => Find(nameOrPath)) as ImageFileSource;

    /// <summary>Decodes every image of a folder or a manifest and gives an error for each that cannot be read; nothing for a dataset by name.</summary>
    /// <param name="path">A folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="ct">Checked now and then.</param>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>, also if there is no such split; <c>DatasetInvalid</c>.</exception>
    public IEnumerable<CnnException> FindBroken(string path, CnnSplit split, CancellationToken ct = default) => FilesOf(path) is { } source ? Reading(path, () => source.FindBroken(split, ct)) : [];

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
    /// <c>DatasetNotFound</c>; <c>DatasetInvalid</c>: a file is not what it should be; <c>ImageDecodeFailed</c>; <c>DatasetOffline</c>;
    /// <c>DatasetDownloadFailed</c>;
    /// <c>DatasetChecksumMismatch</c>.
    /// </exception>
    public ImageSet Load(string nameOrPath, CnnSplit split, CancellationToken ct = default) => Load(nameOrPath, [split], ct)[split];

    /// <summary>Decodes several splits in one pass: what is wrong with any of them is found before this returns.</summary>
    /// <inheritdoc cref="Load(string, CnnSplit, CancellationToken)"/>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <param name="splits">The splits.</param>
    /// <param name="ct">Stops the work.</param>
    public IReadOnlyDictionary<CnnSplit, ImageSet> Load(string nameOrPath, IReadOnlyList<CnnSplit> splits, CancellationToken ct = default)
    {
        IDatasetSource source = Reading(nameOrPath, () => Find(nameOrPath));
        ct.ThrowIfCancellationRequested();
        foreach (CnnSplit split in splits)
            if (!Reading(nameOrPath, () => source.HasSplit(split)) && source is not ImageFileSource) throw DatasetErrors.NotFound($"{nameOrPath}: expected one of its splits, Train or Test; it has no split {split} of its own. A model that held one out is measured on it.", nameOrPath);
        if (source is IDownloadableSource downloadable && !splits.All(downloadable.IsAvailable))
            Download(BuiltInName(nameOrPath)!, downloadable, () => splits.All(downloadable.IsAvailable), ct);
        return Reading(nameOrPath, () => source.Load(splits, ct));
    }

    /// <summary>Downloads a built-in dataset into the cache, both splits.</summary>
    /// <param name="name">One of <see cref="Names"/> other than <c>Shapes</c>.</param>
    /// <param name="ct">Stops the work; what has arrived stays for the next time.</param>
    /// <returns>Where it lies, and whether it was there already.</returns>
    /// <exception cref="CnnException"><c>DatasetNotFound</c>; <c>DatasetArgumentInvalid</c>: nothing to download; <c>DatasetOffline</c>;
    /// <c>DatasetDownloadFailed</c>; <c>DatasetChecksumMismatch</c>.</exception>
    public DatasetSaveResult Save(string name, CancellationToken ct = default)
    {
        if (Find(name) is not IDownloadableSource source)
            throw DatasetErrors.Argument($"'{name}': expected a dataset that is downloaded ({string.Join(", ", _catalog.Select(dataset => dataset.Name))}); this one is {(BuiltInName(name) is null ? "a path" : "made in memory")}.", name);
        bool IsComplete() => source.IsAvailable(CnnSplit.Train) && source.IsAvailable(CnnSplit.Test);
        bool already = IsComplete();
        if (!already) Download(BuiltInName(name)!, source, IsComplete, ct);
        return new DatasetSaveResult(source.Describe(CnnSplit.Train).Path ?? source.Folder, already);
    }

    /// <summary>The files of prepared images in the cache: what <see cref="ClearPrepared"/> removes.</summary>
    public IReadOnlyList<FileInfo> PreparedFiles() => PreparedCache.AllFiles(PreparedCache.FolderIn(CacheFolder));

    /// <summary>Removes all prepared images from the cache; they are prepared again when they are needed.</summary>
    /// <returns>Files that could not be removed because they are in use.</returns>
    public int ClearPrepared() => PreparedFiles().Count(static file => !PreparedCache.TryDelete(file));

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
        if (BuiltInName(nameOrPath) is { } name)
        {
            string? option = _options.ImageSize is not null ? "ImageSize" : _options.Fit is not null ? "Fit" : _options.TestSplit > 0 && !_options.TestSplitIsOptional ? "TestSplit" : null;
            return option is null ? BuiltIn(name)! : throw DatasetErrors.Argument($"{option}: expected a folder of images or a CSV manifest; found the dataset {name}, which is published prepared and split. Leave {option} out.", name);
        }

        if (_sources.TryGetValue(nameOrPath, out ImageFileSource? known)) return known;
        if (Directory.Exists(nameOrPath)) return _sources[nameOrPath] = new ImageFileSource(ImageFolderReader.Read(nameOrPath), _options, CacheFolder);
        if (File.Exists(nameOrPath))
        {
            if (Path.GetExtension(nameOrPath).Equals(".csv", StringComparison.OrdinalIgnoreCase)) return _sources[nameOrPath] = new ImageFileSource(CsvManifestReader.Read(nameOrPath), _options, CacheFolder);
            throw DatasetErrors.Invalid($"{nameOrPath}: expected a folder with one subfolder per class, or a .csv manifest; found another file.", nameOrPath);
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
