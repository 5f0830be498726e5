using System.Runtime.InteropServices;
using CnnTools.Engine.Images;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Devices;

/// <summary>What the engine needs beyond TorchSharp's public API, where the TorchSharp package is the provider: plain fallbacks.</summary>
internal static class TorchBackend
{
    /// <summary>Version of libtorch.</summary>
    public static string Version => torch.__version__;

    /// <summary>The library behind matrix products: what libtorch's archives for the processor are built with; TorchSharp cannot ask.</summary>
    public static string Blas => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "MKL (of the package's libtorch)" : "the package's libtorch";

    /// <summary>What makes the CPU slower than it need be; nothing known here.</summary>
    public static string? Advice => null;

    /// <summary>Whether convolutions and products can be computed in a narrower format. TorchSharp has no autocast.</summary>
    public static bool HasAutocast => false;

    /// <summary>Whether this libtorch was built with CUDA; the package does not tell more than whether it works.</summary>
    public static bool BuiltWithCuda => torch.cuda.is_available();

    /// <summary>Number of tensors alive in this process's dispose scopes; what no scope holds is not seen here.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Bytes that tensors use, and bytes kept for reuse, in the memory of the CPU; TorchSharp tells neither.</summary>
    public static (long InUse, long Cached) CpuMemory => (0, 0);

    /// <summary>Loads libtorch. A library that cannot be loaded is an error with the loader's words.</summary>
    public static void Load() => TorchSharpLoader.Load();

    /// <summary>A card's name and memory in bytes; TorchSharp tells neither.</summary>
    public static (string Name, long MemoryByte) CudaProperties(int index) => ($"CUDA device {index}", 0);

    /// <summary>Brings pictures <c>[N, C, H, W]</c> into the layout that convolutions are fastest in: channels innermost. TorchSharp has no word for it; moving the axes there and back does it.</summary>
    public static Tensor ToChannelsLast(Tensor pictures) => pictures.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>Leaves the module as it is: TorchSharp cannot change the memory format.</summary>
    public static void ToChannelsLast(nn.Module module)
    {
    }

    /// <summary>Nothing to enter; precisions other than Float32 are refused before training starts.</summary>
    public static IDisposable? Autocast(Device device, CnnPrecision precision) => null;

    /// <summary>Multiplies all gradients by a factor.</summary>
    /// <returns>True where any gradient is infinite or no number.</returns>
    public static bool UnscaleGradients(IReadOnlyList<Parameter> parameters, double factor)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        bool overflowed = false;
        foreach (Parameter parameter in parameters)
        {
            if (parameter.grad is not { } gradient) continue;
            gradient.mul_(factor);
            overflowed |= !gradient.isfinite().all().item<bool>();
        }

        return overflowed;
    }

    /// <summary>Decodes a PNG or JPEG.</summary>
    public static DecodedImage DecodeImage(ReadOnlySpan<byte> encoded, int channels) => SkiaImageDecoder.Decode(encoded, channels);
}
