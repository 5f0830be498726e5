namespace CnnTools;

/// <summary>What an installation of libtorch is asked for.</summary>
public sealed record CnnRuntimeOptions
{
    /// <summary>An unpacked libtorch, which is copied; null takes packages.</summary>
    public string? Path { get; init; }

    /// <summary>A folder with packages, or the name or address of a feed; null takes the sources that NuGet is configured with.</summary>
    public string? Source { get; init; }

    /// <summary>True for the variant with CUDA.</summary>
    public bool Cuda { get; init; }

    /// <summary>True to install even if libtorch is available, and to replace what is installed.</summary>
    public bool Force { get; init; }
}
