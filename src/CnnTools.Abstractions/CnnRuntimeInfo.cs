namespace CnnTools;

/// <summary>One place where libtorch is looked for, the library that CnnTools computes with.</summary>
public sealed record CnnRuntimeInfo
{
    /// <summary>
    /// What the place is: <c>Variable</c> (named by <c>CNNTOOLS_LIBTORCH</c>), <c>Installed</c> (by <c>Install-CnnRuntime</c>), <c>Program</c> (beside the
    /// program) or <c>Package</c> (a restored NuGet
    /// package).
    /// </summary>
    public required string Source { get; init; }

    /// <summary>Full path of the folder of the libraries, which need not exist.</summary>
    public required string Path { get; init; }

    /// <summary>True if libtorch is there.</summary>
    public required bool Available { get; init; }

    /// <summary>True if it is the one that is loaded: the first that is available.</summary>
    public required bool InUse { get; init; }

    /// <summary>Version of that libtorch; null if it is not known.</summary>
    public string? LibTorch { get; init; }

    /// <summary><c>cpu</c>, or <c>cuda-12.8</c>; null if there is no libtorch.</summary>
    public string? Variant { get; init; }
}
