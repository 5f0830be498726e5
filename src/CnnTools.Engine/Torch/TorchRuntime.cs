using System.Runtime.InteropServices;
using CnnTools.Engine.Devices;
using CnnTools.Engine.Devices.Runtime;
using TorchSharp;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Loads libtorch and TorchSharp's library over it, once, from where they are. TorchSharp itself would copy half a gigabyte beside the program when it does not find libtorch there, and hides the
/// loader's message (dotnet/TorchSharp#1545).
/// </summary>
internal static class TorchRuntime
{
    private static readonly Lazy<LibTorchPlace> s_loaded = new(Start);
    private static nint s_torch;

    /// <summary>Version of libtorch that TorchSharp was compiled for. Asking TorchSharp would load its libraries.</summary>
    public const string Version = "2.10.0";

    /// <summary>The library behind matrix products on the CPU.</summary>
    public static string Blas => OperatingSystem.IsMacOS() ? "Accelerate" : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "MKL" : "OpenBLAS";

    /// <summary>True if the loaded libtorch was built for CUDA.</summary>
    public static bool BuiltWithCuda => s_loaded.Value.Variant != LibTorchPlace.Cpu;

    /// <summary>Number of tensors alive that the calling thread made.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Loads the libraries.</summary>
    /// <exception cref="CnnException">They are not there (<c>NativeRuntimeMissing</c>) or do not fit (<c>NativeRuntimeMismatch</c>).</exception>
    public static void Load() => _ = s_loaded.Value;

    private static LibTorchPlace Start()
    {
        string programFolder = Path.GetDirectoryName(typeof(TorchRuntime).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        LibTorchPlace place = RuntimePlaces.Find(programFolder)
            ?? throw new CnnException("NativeRuntimeMissing", CnnErrorCategory.ResourceUnavailable, $"libtorch {Version} was not found on this machine. Run Install-CnnRuntime in PowerShell.");
        ThreadTuning.ShortenSpin();
        try
        {
            foreach (string library in place.Libraries) Preload(library);
            NativeLibrary.SetDllImportResolver(typeof(TorchRuntime).Assembly, static (name, _, _) => name == StableAbi.Library ? s_torch : CudaDriver.Resolve(name));
            NativeLibrary.Load(RuntimePlaces.FindTorchSharp(Path.GetDirectoryName(typeof(torch).Assembly.Location)!));
            torch.InitializeDeviceType(DeviceType.CPU);
            return place;
        }
        catch (Exception failed) when (TorchLoadFailure.Translate(failed) is { } error)
        {
            throw error;
        }
    }

    private static void Preload(string library)
    {
        nint handle = NativeLibrary.Load(library);
        if (Path.GetFileNameWithoutExtension(library).EndsWith(StableAbi.Library, StringComparison.Ordinal)) s_torch = handle;
    }
}
