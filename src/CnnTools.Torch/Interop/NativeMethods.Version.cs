using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: errors and versions.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_last_error();

    [LibraryImport(Library)]
    internal static partial int cnn_abi_version();

    [LibraryImport(Library)]
    internal static partial nint cnn_build_torch_version();

    [LibraryImport(Library)]
    internal static partial nint cnn_runtime_torch_version();

    [LibraryImport(Library)]
    internal static partial nint cnn_build_configuration();

    [LibraryImport(Library)]
    internal static partial nint cnn_torch_library_path();
}
