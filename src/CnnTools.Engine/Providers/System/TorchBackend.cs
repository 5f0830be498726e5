using CnnTools.Engine.Images;
using CnnTools.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Devices;

/// <summary>What the engine needs beyond TorchSharp's public API, where our own binding is the provider.</summary>
internal static class TorchBackend
{
    private static readonly Lazy<bool> s_loaded = new(static () =>
    {
        LibTorch.EnsureLoaded();
        CpuAllocator.Install();
        return true;
    });

    /// <summary>Version of libtorch.</summary>
    public static string Version => LibTorch.Version;

    /// <summary>The library behind matrix products and its threading.</summary>
    public static string Blas => $"{LibTorch.Blas.Name} ({Threading(LibTorch.Blas.Threading)})";

    /// <summary>What makes the CPU slower than it need be and what to do about it; null where nothing does.</summary>
    public static string? Advice => LibTorch.Blas.Advice;

    /// <summary>Whether convolutions and products can be computed in a narrower format.</summary>
    public static bool HasAutocast => true;

    /// <summary>Whether this libtorch was built with CUDA.</summary>
    public static bool BuiltWithCuda => LibTorch.HasCuda;

    /// <summary>Number of tensors alive in this process.</summary>
    public static long LiveTensors => LibTorch.LiveTensorCount;

    /// <summary>Bytes that tensors use, and bytes kept for reuse, in the memory of the CPU.</summary>
    public static (long InUse, long Cached) CpuMemory => (CpuAllocator.BytesInUse, CpuAllocator.BytesCached);

    /// <summary>Loads libtorch and gives it the caching CPU allocator. A library that cannot be loaded is an error with its diagnosis.</summary>
    public static void Load()
    {
        try
        {
            _ = s_loaded.Value;
        }
        catch (DllNotFoundException missing)
        {
            throw new CnnException("NativeRuntimeMissing", CnnErrorCategory.ResourceUnavailable, missing.Message, null, missing);
        }
    }

    /// <summary>A card's name and memory in bytes.</summary>
    public static (string Name, long MemoryByte) CudaProperties(int index) => (CudaDevice.Name(index), CudaDevice.Memory(index).Total);

    /// <summary>Brings pictures <c>[N, C, H, W]</c> into the layout that convolutions are fastest in: channels innermost.</summary>
    public static Tensor ToChannelsLast(Tensor pictures) => pictures.contiguous_channels_last();

    /// <summary>Brings a module's filters into that layout, so that no call has to.</summary>
    public static void ToChannelsLast(nn.Module module) => module.to_channels_last();

    /// <summary>Computes convolutions and products in a narrower format until disposed; null where the precision is Float32.</summary>
    public static IDisposable? Autocast(Device device, CnnPrecision precision) => precision switch
    {
        CnnPrecision.BFloat16 => new Autocast(device.type, ScalarType.BFloat16),
        CnnPrecision.Float16 => new Autocast(device.type, ScalarType.Float16),
        _ => null,
    };

    /// <summary>Multiplies all gradients by a factor, in one native call.</summary>
    /// <returns>True where any gradient is infinite or no number.</returns>
    public static bool UnscaleGradients(IReadOnlyList<Parameter> parameters, double factor) => !new GradScaler(1 / factor).unscale_(parameters);

    /// <summary>Decodes a PNG or JPEG.</summary>
    public static DecodedImage DecodeImage(ReadOnlySpan<byte> encoded, int channels)
    {
        try
        {
            using Tensor pixels = ImageCodec.Decode(encoded, channels == 1 ? torchvision.io.ImageReadMode.GRAY : torchvision.io.ImageReadMode.RGB);
            return new DecodedImage((int)pixels.shape[0], (int)pixels.shape[1], (int)pixels.shape[2], pixels.bytes.ToArray());
        }
        catch (System.Runtime.InteropServices.ExternalException broken)
        {
            throw new CnnException("ImageDecodeFailed", CnnErrorCategory.InvalidData, $"expected a whole PNG or JPEG picture; {broken.Message}", null, broken);
        }
    }

    private static string Threading(BlasThreading threading) => threading switch
    {
        BlasThreading.OpenMp => "OpenMP",
        BlasThreading.OwnThreads => "threads of its own",
        BlasThreading.Sequential => "one thread",
        _ => "threading unknown",
    };
}
