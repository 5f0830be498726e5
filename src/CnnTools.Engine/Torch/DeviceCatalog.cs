using System.Globalization;
using CnnTools.Core.Hardware;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>The devices of this machine, and the opening of the one a training asks for.</summary>
public static class DeviceCatalog
{
    /// <summary>All devices that networks can be trained on; loads libtorch.</summary>
    public static IReadOnlyList<CnnDeviceInfo> List()
    {
        TorchRuntime.Load();
        bool cuda = torch.cuda.is_available();
        var devices = new List<CnnDeviceInfo>
        {
            new()
            {
                Name = "Cpu",
                Description = CpuFeatures.ModelName(),
                IsDefault = !cuda,
                Threads = ThreadCount.Default(),
                MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
                Precision = "Float32, BFloat16",
                TorchVersion = TorchRuntime.Version,
                Blas = TorchRuntime.Blas,
            },
        };
        for (int index = 0; cuda && index < torch.cuda.device_count(); index++)
        {
            (string name, long memory) = CudaDriver.Describe(index);
            devices.Add(new CnnDeviceInfo
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"Cuda:{index}"),
                Description = name,
                IsDefault = index == 0,
                Threads = 0,
                MemoryBytes = memory,
                Precision = "Float32, BFloat16, Float16",
                TorchVersion = TorchRuntime.Version,
                Blas = "cuBLAS",
            });
        }

        return devices;
    }

    /// <summary>Loads libtorch and gets a device ready: thread count set, precision checked.</summary>
    internal static Device Open(DeviceName name, CnnPrecision precision, int thread)
    {
        TorchRuntime.Load();
        Device device = Resolve(name);
        if (precision == CnnPrecision.Float16 && device.type == DeviceType.CPU)
            throw new CnnException("PrecisionUnavailable", CnnErrorCategory.InvalidArgument, "Precision Float16 needs a CUDA device; found the CPU. Use BFloat16 or Float32.", precision);
        ThreadTuning.SetThreadCount(thread);
        return device;
    }

    /// <summary>Opens a training's device and tells what is worth knowing of it.</summary>
    internal static Device Open(TrainingPlan plan, ITrainingObserver observer)
    {
        Device device = Open(DeviceName.Parse(plan.Device), plan.Precision, plan.Thread);
        bool cpu = device.type == DeviceType.CPU;
        if (plan.Precision == CnnPrecision.BFloat16 && cpu && !CpuFeatures.HasBFloat16)
            observer.OnMessage(MessageLevel.Warning, "This CPU has no bfloat16 instructions: BFloat16 works, but Float32 is likely to be faster.");
        observer.OnMessage(MessageLevel.Verbose, $"Training on {Describe(device)} with libtorch {TorchRuntime.Version}, {TorchRuntime.Blas}.");
        return device;
    }

    /// <summary>The device's name as users write it.</summary>
    internal static string Describe(Device device) =>
        device.type == DeviceType.CPU ? "Cpu" : string.Create(CultureInfo.InvariantCulture, $"Cuda:{Math.Max(device.index, 0)}");

    private static Device Resolve(DeviceName name)
    {
        bool available = torch.cuda.is_available();
        if (name.Kind == DeviceKind.Cpu || (name.Kind == DeviceKind.Auto && !available)) return torch.device(DeviceType.CPU);
        int count = available ? torch.cuda.device_count() : 0;
        if (name.Index < count) return torch.device(DeviceType.CUDA, name.Index);
        string found = count > 0 ? $"{count} CUDA device(s), numbered from 0" : TorchRuntime.BuiltWithCuda ? "libtorch with CUDA, but no CUDA device it can use" : $"libtorch {TorchRuntime.Version} built for the CPU only";
        throw new CnnException("DeviceUnavailable", CnnErrorCategory.ResourceUnavailable, $"Device {name}: expected a CUDA device of that number; found {found}. Use -Device Cpu or Auto, or install a libtorch with CUDA (Install-CnnRuntime -Cuda).", name.ToString());
    }
}
