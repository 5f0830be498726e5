using CnnTools.Core.Images;
using CnnTools.Core.Progress;

namespace CnnTools.Core.Datasets;

/// <summary>How a <see cref="DatasetStore"/> finds and reads datasets.</summary>
public sealed record DatasetStoreOptions
{
    /// <summary>Where downloaded datasets lie; null takes the environment variable <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>True to use only what is on this machine.</summary>
    public bool Offline { get; init; }

    /// <summary>Told how far downloads and reading have come, on the thread that called.</summary>
    public Action<DatasetProgress>? Progress { get; init; }

    /// <summary>Told what a user should know once: files that were not used, a wait for another download. On the thread that called.</summary>
    public Action<string>? Message { get; init; }

    /// <summary>Told what a user should not miss: files that are not used, classes that a split lacks; null tells <see cref="Message"/>. On the thread that
    /// called.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>How image files of folders and manifests are prepared; null chooses by <see cref="DatasetStore.ChooseInput"/>. Built-in datasets keep their
    /// published pixels.</summary>
    public ImagePreparation? Preparation { get; init; }

    /// <summary>The size to choose; null leaves it to the network or the images.</summary>
    public CnnImageSize? ImageSize { get; init; }

    /// <summary>The fit to choose; null is <see cref="CnnImageFit.Crop"/>.</summary>
    public CnnImageFit? Fit { get; init; }

    /// <summary>1 to read image files as gray, 3 as red, green, blue, if no network decides.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Fraction of the images of a folder or manifest without a test split that is held out as one, in <c>[0, 1)</c>; 0 holds none out. Which ones is
    /// decided by their content alone.</summary>
    public double TestSplit { get; init; }

    /// <summary>True to ignore <see cref="TestSplit"/> if there is a test split, or if the dataset is a built-in one; otherwise that is an error.</summary>
    public bool TestSplitIsOptional { get; init; }

    /// <summary>True to leave image files out that cannot be read, with a warning; otherwise they are an error.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>Largest size of a decoded split in memory, in bytes: at most, and by default, what one array holds (2 GiB). A larger one is kept in the
    /// cache.</summary>
    public long MaximumBytes { get; init; } = Array.MaxLength;

    /// <summary>Size in bytes from which a decoded split of a folder or manifest is kept in the cache, so that the next run need not decode it.</summary>
    public long CacheFromBytes { get; init; } = 16 << 20;

    /// <summary>Largest size in bytes of a split that may be kept in memory if the cache has no room for it.</summary>
    public long MemoryWithoutCacheBytes { get; init; } = 1L << 30;

    /// <summary>Largest size of the cache of prepared images in bytes; what was used least recently goes first.</summary>
    public long MaximumCacheBytes { get; init; } = DefaultMaximumCacheBytes;

    /// <summary>Size of the cache where nothing is said: 32 GiB.</summary>
    public const long DefaultMaximumCacheBytes = 32L << 30;

    /// <summary>The seed of the generated dataset <c>Shapes</c>.</summary>
    public long ShapesSeed { get; init; }

    /// <summary>Carries the requests of downloads; null takes the platform's own. Not disposed.</summary>
    public HttpMessageHandler? Http { get; init; }
}
