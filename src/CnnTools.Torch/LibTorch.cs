using CnnTools.Torch.Interop;
using TorchSharp;

namespace CnnTools.Torch;

/// <summary>The libtorch that this process uses.</summary>
public static class LibTorch
{
    /// <summary>Loads libtorch if it is not loaded yet.</summary>
    /// <exception cref="LibTorchLoadException">It could not be loaded; the message says why and what to do.</exception>
    public static void EnsureLoaded() => NativeLoader.Load();

    /// <summary>Version of the libtorch loaded, as <c>1.13.0</c>.</summary>
    public static string Version
    {
        get
        {
            var running = NativeError.Text(NativeMethods.cnn_runtime_torch_version());
            return running.Length > 0 ? running : NativeError.Text(NativeMethods.cnn_build_torch_version());
        }
    }

    /// <summary>The file that libtorch was loaded from.</summary>
    public static string LibraryPath => NativeError.Text(NativeMethods.cnn_torch_library_path());

    /// <summary>The file of our own library.</summary>
    public static string NativeLibraryPath
    {
        get
        {
            EnsureLoaded();
            return NativeLoader.LoadedPath;
        }
    }

    /// <summary>libtorch's own description of how it was built.</summary>
    public static string BuildConfiguration => NativeError.Text(NativeMethods.cnn_build_configuration());

    /// <summary>Whether libtorch has its CUDA part; a device may still be missing.</summary>
    public static bool HasCuda => NativeError.CheckedFlag(NativeMethods.cnn_cuda_built());

    /// <summary>The library that multiplies matrices.</summary>
    public static BlasInfo Blas
    {
        get
        {
            NativeError.Check(NativeMethods.cnn_blas_info(out var info));
            return BlasInfo.From(info);
        }
    }

    /// <summary>Native tensors that are not freed, in the whole process: for tests that memory stays flat.</summary>
    public static long LiveTensorCount => NativeMethods.cnn_live_tensors();
}
