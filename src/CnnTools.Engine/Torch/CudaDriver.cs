using System.Runtime.InteropServices;
using System.Text;

namespace CnnTools.Engine.Torch;

/// <summary>Name and memory of a GPU, which TorchSharp does not tell (dotnet/TorchSharp#1327), from NVIDIA's driver.</summary>
internal static unsafe partial class CudaDriver
{
    // The linker's name on Linux; the resolver below gives Windows its own.
    private const string Library = "libcuda.so.1";

    /// <summary>A GPU's name and memory in bytes; a plain name and 0 if the driver does not tell.</summary>
    /// <param name="index">Number of the GPU, from 0.</param>
    public static (string Name, long MemoryByte) Describe(int index)
    {
        string fallback = FormattableString.Invariant($"CUDA device {index}");
        try
        {
            if (cuInit(0) != 0 || cuDeviceGet(out int device, index) != 0) return (fallback, 0);
            byte* name = stackalloc byte[256];
            if (cuDeviceGetName(name, 256, device) != 0 || cuDeviceTotalMem(out nuint memory, device) != 0) return (fallback, 0);
            return (Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)), (long)memory);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return (fallback, 0);
        }
    }

    /// <summary>The driver's library on this system, for P/Invoke.</summary>
    internal static nint Resolve(string name) =>
        name == Library && OperatingSystem.IsWindows() && NativeLibrary.TryLoad("nvcuda.dll", out nint driver) ? driver : 0;

    [LibraryImport(Library)]
    private static partial int cuInit(uint flags);

    [LibraryImport(Library)]
    private static partial int cuDeviceGet(out int device, int ordinal);

    [LibraryImport(Library)]
    private static partial int cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int cuDeviceTotalMem(out nuint bytes, int device);
}
