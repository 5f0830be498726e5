using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: optimizer steps: one call for all parameters.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int cnn_adam_step(
        ReadOnlySpan<nint> parameters, ReadOnlySpan<nint> expAvgs, ReadOnlySpan<nint> expAvgSqs, ReadOnlySpan<nint> maxExpAvgSqs, Span<long> steps,
        long n, in NativeAdamOptions options);

    [LibraryImport(Library)]
    internal static partial int cnn_sgd_step(
        ReadOnlySpan<nint> parameters, ReadOnlySpan<nint> buffers, Span<long> steps, long n, in NativeSgdOptions options);

    [LibraryImport(Library)]
    internal static partial int cnn_unscale_(ReadOnlySpan<nint> parameters, long n, double invScale);

    [LibraryImport(Library)]
    internal static partial int cnn_clip_grad_norm_(ReadOnlySpan<nint> parameters, long n, double maxNorm, double normType, out double totalNorm);
}
