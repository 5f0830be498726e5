namespace TorchSharp;

/// <summary>Kinds of devices, with libtorch's numbers. Here, a CPU and CUDA exist.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>An NVIDIA GPU.</summary>
    CUDA = 1,

    /// <summary>No device: shapes without memory.</summary>
    META = 14,
}
