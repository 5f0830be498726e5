using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: access.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial void cnn_tensor_free(nint self);

    [LibraryImport(Library)]
    internal static partial long cnn_live_tensors();

    [LibraryImport(Library)]
    internal static partial nint cnn_alias(nint self);

    [LibraryImport(Library)]
    internal static partial long cnn_dim(nint self);

    [LibraryImport(Library)]
    internal static partial long cnn_numel(nint self);

    [LibraryImport(Library)]
    internal static partial long cnn_size(nint self, long dim);

    [LibraryImport(Library)]
    internal static partial int cnn_sizes(nint self, Span<long> sizes);

    [LibraryImport(Library)]
    internal static partial int cnn_strides(nint self, Span<long> strides);

    [LibraryImport(Library)]
    internal static partial int cnn_dtype(nint self);

    [LibraryImport(Library)]
    internal static partial long cnn_element_size(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_device(nint self, out int deviceType, out int deviceIndex);

    [LibraryImport(Library)]
    internal static partial nint cnn_data_ptr(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_is_contiguous(nint self, int memoryFormat);

    [LibraryImport(Library)]
    internal static partial int cnn_is_leaf(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_requires_grad(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_set_requires_grad(nint self, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial int cnn_copy_to_host(nint self, nint destination, long bytes, int dtype);

    [LibraryImport(Library)]
    internal static partial int cnn_copy_from_host(nint self, nint source, long bytes, int dtype);

    [LibraryImport(Library)]
    internal static partial int cnn_item_double(nint self, out double value);

    [LibraryImport(Library)]
    internal static partial int cnn_item_int64(nint self, out long value);

    [LibraryImport(Library)]
    internal static partial nint cnn_to(nint self, int dtype, int deviceType, int deviceIndex, int memoryFormat, int nonBlocking, int copy);

    [LibraryImport(Library)]
    internal static partial nint cnn_contiguous(nint self, int memoryFormat);

    [LibraryImport(Library)]
    internal static partial nint cnn_clone(nint self, int memoryFormat);

    [LibraryImport(Library)]
    internal static partial nint cnn_pin_memory(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_copy_(nint self, nint source, int nonBlocking);

    [LibraryImport(Library)]
    internal static partial int cnn_set_data(nint self, nint other);
}
