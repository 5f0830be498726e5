namespace CnnTools;

/// <summary>A device networks can be trained on, with the numerical library behind it.</summary>
public sealed record CnnDeviceInfo
{
    /// <summary>The name to give to <c>-Device</c>: <c>Cpu</c> or <c>Cuda:0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The processor's or card's own name.</summary>
    public required string Description { get; init; }

    /// <summary>True for the device that <c>-Device Auto</c> takes.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Worker threads that training uses unless <c>-Thread</c> says otherwise (CPU); 0 for a GPU.</summary>
    public required int Threads { get; init; }

    /// <summary>Memory of the device in bytes; 0 where unknown.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Precisions that the device supports, separated by commas.</summary>
    public required string Precision { get; init; }

    /// <summary>Version of libtorch in use.</summary>
    public required string TorchVersion { get; init; }

    /// <summary>Library that computes matrix products, with its threading, for instance <c>OpenBLAS (OpenMP)</c>.</summary>
    public required string Blas { get; init; }
}
