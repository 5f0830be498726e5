using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: shape, indexing, joining.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_view(nint self, ReadOnlySpan<long> size, long n);

    [LibraryImport(Library)]
    internal static partial nint cnn_reshape(nint self, ReadOnlySpan<long> size, long n);

    [LibraryImport(Library)]
    internal static partial nint cnn_expand(nint self, ReadOnlySpan<long> size, long n, int isImplicit);

    [LibraryImport(Library)]
    internal static partial nint cnn_repeat(nint self, ReadOnlySpan<long> repeats, long n);

    [LibraryImport(Library)]
    internal static partial nint cnn_permute(nint self, ReadOnlySpan<long> dims, long n);

    [LibraryImport(Library)]
    internal static partial nint cnn_flip(nint self, ReadOnlySpan<long> dims, long n);

    [LibraryImport(Library)]
    internal static partial nint cnn_roll(nint self, ReadOnlySpan<long> shifts, long shiftCount, ReadOnlySpan<long> dims, long dimCount);

    [LibraryImport(Library)]
    internal static partial nint cnn_flatten(nint self, long start, long end);

    [LibraryImport(Library)]
    internal static partial nint cnn_transpose(nint self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial nint cnn_t(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_squeeze(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_squeeze_dim(nint self, long dim);

    [LibraryImport(Library)]
    internal static partial nint cnn_unsqueeze(nint self, long dim);

    [LibraryImport(Library)]
    internal static partial nint cnn_narrow(nint self, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial nint cnn_slice(nint self, long dim, long start, long end, long step);

    [LibraryImport(Library)]
    internal static partial nint cnn_select(nint self, long dim, long index);

    [LibraryImport(Library)]
    internal static partial nint cnn_index_select(nint self, long dim, nint index);

    [LibraryImport(Library)]
    internal static partial nint cnn_gather(nint self, long dim, nint index);

    [LibraryImport(Library)]
    internal static partial nint cnn_scatter(nint self, long dim, nint index, nint source, int mode, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_masked_select(nint self, nint mask);

    [LibraryImport(Library)]
    internal static partial nint cnn_nonzero(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_diag(nint self, long diagonal);

    [LibraryImport(Library)]
    internal static partial nint cnn_repeat_interleave(nint self, long repeats, long dim, int flat);

    [LibraryImport(Library)]
    internal static partial nint cnn_index(nint self, ReadOnlySpan<NativeIndex> indices, long n);

    [LibraryImport(Library)]
    internal static partial nint cnn_index_put_(nint self, ReadOnlySpan<NativeIndex> indices, long n, nint value);

    [LibraryImport(Library)]
    internal static partial nint cnn_cat(ReadOnlySpan<nint> tensors, long n, long dim);

    [LibraryImport(Library)]
    internal static partial nint cnn_stack(ReadOnlySpan<nint> tensors, long n, long dim);

    [LibraryImport(Library)]
    internal static partial long cnn_split(nint self, long size, long dim, Span<nint> parts, long capacity);

    [LibraryImport(Library)]
    internal static partial long cnn_unbind(nint self, long dim, Span<nint> parts, long capacity);
}
