using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Threads that one operation may use.</summary>
    public static int get_num_threads() => NativeError.CheckedValue(NativeMethods.cnn_get_num_threads());

    /// <summary>Sets how many threads one operation may use.</summary>
    public static void set_num_threads(int num) => NativeError.Check(NativeMethods.cnn_set_num_threads(num));

    /// <summary>Threads for operations that run beside each other.</summary>
    public static int get_num_interop_threads() => NativeError.CheckedValue(NativeMethods.cnn_get_num_interop_threads());

    /// <summary>Sets the threads for operations that run beside each other; possible once, before any such work has begun.</summary>
    public static void set_num_interop_threads(int num) => NativeError.Check(NativeMethods.cnn_set_num_interop_threads(num));
}
