using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: neural-network operations.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_conv2d(
        nint input, nint weight, nint bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, long groups);

    [LibraryImport(Library)]
    internal static partial nint cnn_conv2d_padding(
        nint input, nint weight, nint bias, ReadOnlySpan<long> stride, int same, ReadOnlySpan<long> dilation, long groups);

    [LibraryImport(Library)]
    internal static partial nint cnn_linear(nint input, nint weight, nint bias);

    [LibraryImport(Library)]
    internal static partial nint cnn_max_pool2d(
        nint input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, int ceilMode);

    [LibraryImport(Library)]
    internal static partial nint cnn_avg_pool2d(
        nint input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, int ceilMode, int countIncludePad,
        long divisor);

    [LibraryImport(Library)]
    internal static partial nint cnn_adaptive_avg_pool2d(nint input, ReadOnlySpan<long> outputSize);

    [LibraryImport(Library)]
    internal static partial nint cnn_batch_norm(nint input, nint weight, nint bias, nint mean, nint variance, int training, double momentum, double eps);

    [LibraryImport(Library)]
    internal static partial nint cnn_dropout(nint input, double p, int training, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_cross_entropy(nint input, nint target, nint weight, long reduction, long ignoreIndex, double labelSmoothing);

    [LibraryImport(Library)]
    internal static partial nint cnn_nll_loss(nint input, nint target, nint weight, long reduction, long ignoreIndex);

    [LibraryImport(Library)]
    internal static partial nint cnn_mse_loss(nint input, nint target, long reduction);

    [LibraryImport(Library)]
    internal static partial nint cnn_one_hot(nint input, long classes);

    [LibraryImport(Library)]
    internal static partial nint cnn_pad(nint input, ReadOnlySpan<long> pad, long n, int mode, double value);

    [LibraryImport(Library)]
    internal static partial nint cnn_upsample2d(
        nint input, long height, long width, int mode, int alignCorners, int antialias, double scaleH, double scaleW);
}
