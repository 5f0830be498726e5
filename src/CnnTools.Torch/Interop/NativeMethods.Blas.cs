using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: the BLAS behind matrix products.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int cnn_blas_info(out NativeBlasInfo info);
}
