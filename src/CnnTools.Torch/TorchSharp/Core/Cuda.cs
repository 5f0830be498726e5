using CnnTools.Torch.Interop;

namespace TorchSharp;

/// <summary>PyTorch's functions and types, by TorchSharp's names.</summary>
public static partial class torch
{
    /// <summary>CUDA devices, where libtorch has its CUDA part.</summary>
    public static partial class cuda
    {
        /// <summary>Whether a CUDA device can be used.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Whether libtorch was built with cuDNN and can use it.</summary>
        public static bool is_cudnn_available() => is_available() && NativeError.CheckedFlag(NativeMethods.cnn_cudnn_available());

        /// <summary>How many CUDA devices there are; 0 without CUDA.</summary>
        public static int device_count() => NativeError.CheckedValue(NativeMethods.cnn_cuda_device_count());

        /// <summary>Seeds the default generator of the current CUDA device; nothing without one.</summary>
        public static void manual_seed(long seed)
        {
            if (is_available()) NativeError.Check(NativeMethods.cnn_cuda_manual_seed(-1, unchecked((ulong)seed)));
        }

        /// <summary>Seeds the default generators of all CUDA devices.</summary>
        public static void manual_seed_all(long seed)
        {
            for (var index = 0; index < device_count(); index++)
                NativeError.Check(NativeMethods.cnn_cuda_manual_seed(index, unchecked((ulong)seed)));
        }

        /// <summary>Waits until a device has done all its work; the current one if none is given.</summary>
        public static void synchronize(Device? device = null) => NativeError.Check(NativeMethods.cnn_cuda_synchronize(device?.index ?? -1));
    }
}
