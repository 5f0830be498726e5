using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// The entry points of libcnntorch, by subject in the other parts of this class. No handle is wrapped in a SafeHandle: tensors are freed by their owners
// and never by a finalizer, so nothing can free a handle during a call but the caller's own Dispose.
internal static partial class NativeMethods
{
    internal const string Library = "cnntorch";

    // The interface that this assembly was written against: CNN_ABI_VERSION in native/cnntorch.h.
    internal const int AbiVersion = 1;

    internal static int Flag(bool value) => value ? 1 : 0;
}
