using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: creation.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_empty(ReadOnlySpan<long> size, long n, int memoryFormat, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_zeros(ReadOnlySpan<long> size, long n, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_ones(ReadOnlySpan<long> size, long n, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_full(
        ReadOnlySpan<long> size, long n, NativeScalar value, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_arange(
        NativeScalar start, NativeScalar end, NativeScalar step, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_linspace(double start, double end, long steps, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_eye(long rows, long columns, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_rand(ReadOnlySpan<long> size, long n, nint generator, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_randn(ReadOnlySpan<long> size, long n, nint generator, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_randint(
        long low, long high, ReadOnlySpan<long> size, long n, nint generator, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_randperm(long count, nint generator, int dtype, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint cnn_from_data(nint data, ReadOnlySpan<long> size, long n, int dtype);

    [LibraryImport(Library)]
    internal static partial nint cnn_from_blob(nint data, ReadOnlySpan<long> size, long n, int dtype, nint release, nint context);

    [LibraryImport(Library)]
    internal static partial nint cnn_like(nint self, int kind, NativeScalar value, int dtype, int deviceType, int deviceIndex, int requiresGrad);
}
