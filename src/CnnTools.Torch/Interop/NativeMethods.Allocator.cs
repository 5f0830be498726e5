using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: the caching CPU allocator.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int cnn_allocator_install(long cacheLimitBytes);

    [LibraryImport(Library)]
    internal static partial int cnn_allocator_installed();

    [LibraryImport(Library)]
    internal static partial int cnn_allocator_stats(out long inUse, out long cached, out long peakInUse, out long reused, out long systemCalls);

    [LibraryImport(Library)]
    internal static partial void cnn_allocator_reset_peak();

    [LibraryImport(Library)]
    internal static partial void cnn_allocator_empty_cache();
}
