using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: reductions, sorting, comparison as a whole.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_sum(nint self, ReadOnlySpan<long> dims, long n, int keepdim, int dtype);

    [LibraryImport(Library)]
    internal static partial nint cnn_mean(nint self, ReadOnlySpan<long> dims, long n, int keepdim, int dtype);

    [LibraryImport(Library)]
    internal static partial nint cnn_std(nint self, ReadOnlySpan<long> dims, long n, int unbiased, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_var(nint self, ReadOnlySpan<long> dims, long n, int unbiased, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_prod(nint self, int dtype);

    [LibraryImport(Library)]
    internal static partial nint cnn_norm(nint self, double p);

    [LibraryImport(Library)]
    internal static partial nint cnn_norm_dim(nint self, double p, long dim, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_amax(nint self, ReadOnlySpan<long> dims, long n, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_amin(nint self, ReadOnlySpan<long> dims, long n, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_max(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_min(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_max_dim(nint self, long dim, int keepdim, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial int cnn_min_dim(nint self, long dim, int keepdim, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial nint cnn_argmax(nint self, long dim, int all, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_argmin(nint self, long dim, int all, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_argsort(nint self, long dim, int descending);

    [LibraryImport(Library)]
    internal static partial int cnn_topk(nint self, long k, long dim, int largest, int sorted, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial int cnn_sort(nint self, long dim, int descending, int stable, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial nint cnn_all(nint self, long dim, int all, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_any(nint self, long dim, int all, int keepdim);

    [LibraryImport(Library)]
    internal static partial nint cnn_cumsum(nint self, long dim, int dtype);

    [LibraryImport(Library)]
    internal static partial nint cnn_bincount(nint self, nint weights, long minlength);

    [LibraryImport(Library)]
    internal static partial int cnn_equal(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial int cnn_allclose(nint self, nint other, double rtol, double atol, int equalNan);
}
