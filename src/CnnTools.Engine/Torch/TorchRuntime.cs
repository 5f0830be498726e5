using System.Runtime.InteropServices;
using CnnTools.Core.Hardware;
using CnnTools.Core.Hardware.Runtime;
using TorchSharp;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Loads libtorch and TorchSharp's library over it, once, from where they are. TorchSharp itself would copy half a gigabyte beside the program when it does not
/// find libtorch there, and hides the
/// loader's message (dotnet/TorchSharp#1545).
/// </summary>
internal static class TorchRuntime
{
    private static readonly Lock s_gate = new();
    private static LibTorchPlace? s_loaded;
    private static bool s_resolves;
    private static nint s_torch;

    /// <summary>Version of libtorch that TorchSharp was compiled for. Asking TorchSharp would load its libraries.</summary>
    public const string Version = LibTorchFiles.Version;

    /// <summary>The library behind matrix products on the CPU.</summary>
    public static string Blas => OperatingSystem.IsMacOS() ? "Accelerate" : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "MKL" : "OpenBLAS";

    /// <summary>True if the loaded libtorch was built for CUDA.</summary>
    public static bool BuiltWithCuda => Loaded.Variant != LibTorchPlace.Cpu;

    /// <summary>Number of tensors alive that the calling thread made.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Loads the libraries.</summary>
    /// <exception cref="CnnException">They are not there (<c>NativeRuntimeMissing</c>) or do not fit (<c>NativeRuntimeMismatch</c>).</exception>
    public static void Load() => _ = Loaded;

    // A failure is not kept: libtorch may be installed by the next command of the same process.
    private static LibTorchPlace Loaded
    {
        get
        {
            if (Volatile.Read(ref s_loaded) is { } loaded) return loaded;
            lock (s_gate) return s_loaded ??= Start();
        }
    }

    private static LibTorchPlace Start()
    {
        string programFolder = RuntimePlaces.ProgramFolder;
        LibTorchPlace place = RuntimePlaces.Find(programFolder) ?? throw RuntimeErrors.Missing(programFolder);
        ThreadTuning.ShortenSpin();
        string library = place.Folder;
        try
        {
            foreach (string path in place.Libraries) Preload(library = path);
            if (!s_resolves) NativeLibrary.SetDllImportResolver(typeof(TorchRuntime).Assembly, static (name, _, _) => name == StableAbi.Library ? s_torch : CudaDriver.Resolve(name));
            s_resolves = true;
            NativeLibrary.Load(library = RuntimePlaces.FindTorchSharp(Path.GetDirectoryName(typeof(torch).Assembly.Location)!));
            torch.InitializeDeviceType(DeviceType.CPU);
            return place;
        }
        catch (Exception failed) when (TorchFailure.FindCause(failed) is { } cause)
        {
            throw RuntimeErrors.NotLoaded(place, library, TorchFailure.IsMismatch(cause), cause.Message, programFolder, failed);
        }
    }

    private static void Preload(string library)
    {
        nint handle = NativeLibrary.Load(library);
        if (Path.GetFileNameWithoutExtension(library).EndsWith(StableAbi.Library, StringComparison.Ordinal)) s_torch = handle;
    }
}
