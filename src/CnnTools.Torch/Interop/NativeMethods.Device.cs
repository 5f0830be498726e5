using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: threads, devices, CUDA.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int cnn_get_num_threads();

    [LibraryImport(Library)]
    internal static partial int cnn_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial int cnn_get_num_interop_threads();

    [LibraryImport(Library)]
    internal static partial int cnn_set_num_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_built();

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial int cnn_cudnn_available();

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_synchronize(int deviceIndex);

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_device_name(int deviceIndex, Span<byte> buffer, long capacity);

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_memory(int deviceIndex, out long freeBytes, out long totalBytes);

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_allocator(int deviceIndex, out long allocated, out long reserved, out long peakAllocated);

    [LibraryImport(Library)]
    internal static partial int cnn_cuda_empty_cache();
}
