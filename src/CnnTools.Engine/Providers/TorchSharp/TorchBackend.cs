using CnnTools.Engine.Images;
using CnnTools.Engine.Persistence;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Devices;

/// <summary>What the engine needs beyond TorchSharp's public API, where the TorchSharp package is the provider: plain fallbacks.</summary>
internal static class TorchBackend
{
    private const string StateName = "torchsharp_state";

    /// <summary>Version of libtorch.</summary>
    public static string Version => torch.__version__;

    /// <summary>The library behind matrix products; the package's libtorch brings MKL.</summary>
    public static string Blas => "MKL (from the TorchSharp package)";

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

    /// <summary>Loads libtorch.</summary>
    public static void Load() => torch.InitializeDeviceType(DeviceType.CPU);

    /// <summary>A card's name and memory in bytes; TorchSharp tells neither.</summary>
    public static (string Name, long MemoryByte) CudaProperties(int index) => ($"CUDA device {index}", 0);

    /// <summary>Gives the tensor as it is: TorchSharp cannot change the memory format.</summary>
    public static Tensor ToChannelsLast(Tensor pictures) => pictures;

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

    /// <summary>An optimizer's state, in TorchSharp's own format, as one tensor of bytes.</summary>
    public static IEnumerable<SafeTensorsWriter.Entry> SaveOptimizer(optim.Optimizer optimizer)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes)) ((OptimizerHelper)optimizer).save_state_dict(writer);
        byte[] state = bytes.ToArray();
        return [new SafeTensorsWriter.Entry(StateName, "U8", [state.Length], state)];
    }

    /// <summary>Gives an optimizer a state saved by <see cref="SaveOptimizer"/>.</summary>
    public static void LoadOptimizer(optim.Optimizer optimizer, IReadOnlyList<SafeTensorsWriter.Entry> state)
    {
        using var reader = new BinaryReader(new MemoryStream(state.Single(static entry => entry.Name == StateName).Bytes));
        ((OptimizerHelper)optimizer).load_state_dict(reader);
    }

    /// <summary>Pictures in files need the System provider, which brings libjpeg-turbo and libpng.</summary>
    public static DecodedImage DecodeImage(ReadOnlySpan<byte> encoded, int channels) => throw new CnnException(
        "ImageDecoderUnavailable", CnnErrorCategory.ResourceUnavailable,
        "Reading PNG and JPEG files needs an image decoder; this build on the TorchSharp package has none. Build with -p:TorchProvider=System.");
}
