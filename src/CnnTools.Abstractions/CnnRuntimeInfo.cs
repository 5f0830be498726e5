namespace CnnTools;

/// <summary>One place where the native library may lie that CnnTools computes with.</summary>
public sealed record CnnRuntimeInfo
{
    /// <summary>What the place is: <c>Variable</c> (named by <c>CNNTOOLS_NATIVE</c>), <c>Installed</c> (by <c>Install-CnnRuntime</c>) or <c>Module</c> (beside the program).</summary>
    public required string Source { get; init; }

    /// <summary>Full path of the native library, whether it is there or not.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the library and the libtorch it was built against are there.</summary>
    public required bool Available { get; init; }

    /// <summary>Whether it is the one that is loaded: the first whose file is there.</summary>
    public required bool InUse { get; init; }

    /// <summary>Version of the libtorch it was built against; null where that is not known.</summary>
    public string? LibTorch { get; init; }

    /// <summary>Folder of that libtorch's libraries; null where that is not known.</summary>
    public string? LibTorchPath { get; init; }
}
