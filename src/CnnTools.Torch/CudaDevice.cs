using CnnTools.Torch.Interop;

namespace CnnTools.Torch;

/// <summary>What a CUDA device is and how much of its memory is free.</summary>
public static class CudaDevice
{
    private const int LongestName = 256;

    /// <summary>The product's name.</summary>
    public static string Name(int index)
    {
        Span<byte> name = stackalloc byte[LongestName];
        NativeError.Check(NativeMethods.cnn_cuda_device_name(index, name, name.Length));
        return NativeError.Text(name);
    }

    /// <summary>Bytes that no process uses, and all bytes.</summary>
    public static (long Free, long Total) Memory(int index)
    {
        NativeError.Check(NativeMethods.cnn_cuda_memory(index, out var free, out var total));
        return (free, total);
    }

    /// <summary>
    /// Bytes that this process's tensors use, bytes that libtorch holds for them, and the most used so far.
    /// </summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The library was built without CUDA's headers.</exception>
    public static (long Allocated, long Reserved, long PeakAllocated) AllocatorStatistics(int index)
    {
        NativeError.Check(NativeMethods.cnn_cuda_allocator(index, out var allocated, out var reserved, out var peak));
        return (allocated, reserved, peak);
    }

    /// <summary>Gives the memory that libtorch holds without using it back to the device.</summary>
    public static void EmptyCache() => NativeError.Check(NativeMethods.cnn_cuda_empty_cache());
}
