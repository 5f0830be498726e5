using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: autocast.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int cnn_autocast_enter(int deviceType, int enabled, int dtype, out NativeAutocastState previous);

    [LibraryImport(Library)]
    internal static partial int cnn_autocast_leave(in NativeAutocastState previous);

    [LibraryImport(Library)]
    internal static partial int cnn_autocast_enabled(int deviceType);
}
