namespace CnnTools;

/// <summary>How finished models are run, for evaluation and for prediction.</summary>
public sealed record CnnInferenceOptions
{
    /// <summary><c>Auto</c>, <c>Cpu</c>, <c>Cuda</c> or <c>Cuda:N</c>. <c>Auto</c> is the CPU with ONNX Runtime, and with libtorch the first CUDA device where
    /// there is one.</summary>
    public string Device { get; init; } = "Auto";

    /// <summary>Number format of the computation; null takes 32-bit floats, whatever the model was trained with.</summary>
    public CnnPrecision? Precision { get; init; }

    /// <summary>The library that computes.</summary>
    public CnnRuntime Runtime { get; init; }

    /// <summary>CPU threads, at least 1; null takes one a physical core.</summary>
    public int? Thread { get; init; }

    /// <summary>Folder of the dataset cache; null takes <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    public string? DatasetCache { get; init; }

    /// <summary>True where a missing dataset must not be downloaded.</summary>
    public bool Offline { get; init; }

    /// <summary>Whether image files that cannot be read are left out, with a warning, rather than an error; also done if the model was trained so.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>Largest size of the cache of prepared images in bytes, at least 0; null means 32 GiB. What was used least recently goes first.</summary>
    public long? MaxCacheSize { get; init; }
}
