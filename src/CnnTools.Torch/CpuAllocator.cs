using CnnTools.Torch.Interop;

namespace CnnTools.Torch;

/// <summary>
/// A CPU allocator for libtorch that keeps freed blocks for reuse. Without it, every large activation is mapped anew and faulted in again at each step.
/// Once installed it stays for the life of the process.
/// </summary>
public static class CpuAllocator
{
    private const long LeastLimit = 256L << 20;
    private const long MostLimit = 8L << 30;

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => NativeMethods.cnn_allocator_installed() != 0;

    /// <summary>Bytes that tensors use now, rounded up as the allocator does.</summary>
    public static long BytesInUse => Read().InUse;

    /// <summary>Bytes kept for reuse now.</summary>
    public static long BytesCached => Read().Cached;

    /// <summary>The most bytes in use so far, or since <see cref="ResetPeak"/>.</summary>
    public static long PeakBytesInUse => Read().PeakInUse;

    /// <summary>How many blocks were taken from those kept.</summary>
    public static long ReusedBlocks => Read().Reused;

    /// <summary>How many blocks were asked of the system.</summary>
    public static long SystemAllocations => Read().FromSystem;

    /// <summary>Makes it libtorch's CPU allocator; again, changes the limit.</summary>
    /// <param name="cacheLimitBytes">The most bytes kept for reuse; a quarter of the machine's memory where not given, at least 256 MiB and at most 8 GiB.</param>
    public static void Install(long? cacheLimitBytes = null)
    {
        if (cacheLimitBytes is { } given) ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(cacheLimitBytes));
        // The memory that the runtime sees is already that of a container, where there is one.
        var limit = cacheLimitBytes ?? Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, LeastLimit, MostLimit);
        NativeError.Check(NativeMethods.cnn_allocator_install(limit));
    }

    /// <summary>Gives all bytes kept for reuse back to the system.</summary>
    public static void EmptyCache() => NativeMethods.cnn_allocator_empty_cache();

    /// <summary>Starts the peak at what is in use now.</summary>
    public static void ResetPeak() => NativeMethods.cnn_allocator_reset_peak();

    private static (long InUse, long Cached, long PeakInUse, long Reused, long FromSystem) Read()
    {
        NativeError.Check(NativeMethods.cnn_allocator_stats(out var inUse, out var cached, out var peak, out var reused, out var fromSystem));
        return (inUse, cached, peak, reused, fromSystem);
    }
}
