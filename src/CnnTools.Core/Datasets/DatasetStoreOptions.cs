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

    /// <summary>Height in pixels that the images of folders and manifests are resized to; null keeps theirs. Goes together with <see cref="ImageWidth"/>. Built-in datasets keep their published size.</summary>
    public int? ImageHeight { get; init; }

    /// <summary>Width in pixels that the images of folders and manifests are resized to; null keeps theirs.</summary>
    public int? ImageWidth { get; init; }

    /// <summary>1 to read the images of folders and manifests as grey, 3 as red, green, blue.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Largest size of a decoded split of a folder or manifest in bytes: at most, and usually, what one array holds (2 GiB).</summary>
    public long MaximumBytes { get; init; } = Array.MaxLength;

    /// <summary>The seed of the generated dataset <c>Shapes</c>.</summary>
    public long ShapesSeed { get; init; }

    /// <summary>Carries the requests of downloads; null takes the platform's own. Not disposed.</summary>
    public HttpMessageHandler? Http { get; init; }
}
