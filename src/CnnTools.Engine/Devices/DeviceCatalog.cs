using System.Globalization;
using CnnTools.Engine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Devices;

/// <summary>The devices of this machine, and the opening of the one a training asks for.</summary>
public static class DeviceCatalog
{
    /// <summary>All devices that networks can be trained on; loads libtorch.</summary>
    public static IReadOnlyList<CnnDeviceInfo> List()
    {
        TorchBackend.Load();
        bool cuda = torch.cuda.is_available();
        var devices = new List<CnnDeviceInfo>
        {
            new()
            {
                Name = "Cpu",
                Description = CpuFeatures.ModelName(),
                IsDefault = !cuda,
                Thread = ThreadCount.Default(),
                MemoryByte = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
                Precision = TorchBackend.HasAutocast ? "Float32, BFloat16" : "Float32",
                TorchVersion = TorchBackend.Version,
                Blas = TorchBackend.Blas,
                Advice = TorchBackend.Advice,
            },
        };
        for (int index = 0; cuda && index < torch.cuda.device_count(); index++)
        {
            (string name, long memory) = TorchBackend.CudaProperties(index);
            devices.Add(new CnnDeviceInfo
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"Cuda:{index}"),
                Description = name,
                IsDefault = index == 0,
                Thread = 0,
                MemoryByte = memory,
                Precision = TorchBackend.HasAutocast ? "Float32, BFloat16, Float16" : "Float32",
                TorchVersion = TorchBackend.Version,
                Blas = "cuBLAS",
            });
        }

        return devices;
    }

    /// <summary>Loads libtorch and gets a device ready: thread count set, precision checked.</summary>
    internal static Device Open(DeviceName name, CnnPrecision precision, int thread)
    {
        TorchBackend.Load();
        Device device = Resolve(name);
        if (precision == CnnPrecision.Float16 && device.type == DeviceType.CPU)
            throw new CnnException("PrecisionUnavailable", CnnErrorCategory.InvalidArgument, "Precision Float16 needs a CUDA device; found the CPU. Use BFloat16 or Float32.", precision);
        if (precision != CnnPrecision.Float32 && !TorchBackend.HasAutocast)
            throw new CnnException("PrecisionUnavailable", CnnErrorCategory.ResourceUnavailable, $"Precision {precision} needs autocast, which the TorchSharp package does not have; build with -p:TorchProvider=System, or use Float32.", precision);
        torch.set_num_threads(thread);
        return device;
    }

    /// <summary>Opens a training's device and tells what is worth knowing of it.</summary>
    internal static Device Open(TrainingPlan plan, ITrainingObserver observer)
    {
        Device device = Open(DeviceName.Parse(plan.Device), plan.Precision, plan.Thread);
        bool cpu = device.type == DeviceType.CPU;
        if (plan.Precision == CnnPrecision.BFloat16 && cpu && !CpuFeatures.HasBFloat16)
            observer.OnMessage(MessageLevel.Warning, "This CPU has no bfloat16 instructions: BFloat16 works, but Float32 is likely to be faster.");
        if (cpu && TorchBackend.Advice is { } advice) observer.OnMessage(MessageLevel.Warning, advice);
        observer.OnMessage(MessageLevel.Verbose, $"Training on {Describe(device)} with libtorch {TorchBackend.Version}, {TorchBackend.Blas}.");
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
        string found = count > 0 ? $"{count} CUDA device(s), numbered from 0" : TorchBackend.BuiltWithCuda ? "libtorch with CUDA, but no CUDA device it can use" : $"libtorch {TorchBackend.Version} built for the CPU only";
        throw new CnnException("DeviceUnavailable", CnnErrorCategory.ResourceUnavailable, $"Device {name}: expected a CUDA device of that number; found {found}. Use -Device Cpu or Auto, or a libtorch with CUDA (Install-CnnRuntime in PowerShell; a build of the sources finds it by CNNTOOLS_LIBTORCH).", name.ToString());
    }
}
