using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: autograd.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int cnn_backward(nint self, nint gradient, int retainGraph, int createGraph);

    [LibraryImport(Library)]
    internal static partial int cnn_grad(nint self, out nint grad);

    [LibraryImport(Library)]
    internal static partial int cnn_set_grad(nint self, nint grad);

    [LibraryImport(Library)]
    internal static partial int cnn_zero_grad(ReadOnlySpan<nint> parameters, long n, int setToNone);

    [LibraryImport(Library)]
    internal static partial nint cnn_detach(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_detach_(nint self);

    [LibraryImport(Library)]
    internal static partial int cnn_grad_mode();

    [LibraryImport(Library)]
    internal static partial void cnn_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    internal static partial nint cnn_inference_mode_enter(int enabled);

    [LibraryImport(Library)]
    internal static partial void cnn_inference_mode_leave(nint guard);

    [LibraryImport(Library)]
    internal static partial int cnn_inference_mode();
}
