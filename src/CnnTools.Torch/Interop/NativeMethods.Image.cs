using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: images.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_decode_image(nint data, long bytes, int mode);
}
