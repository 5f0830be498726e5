using System.Globalization;
using System.Runtime.InteropServices;

namespace CnnTools.Core.Hardware;

/// <summary>How many CPU threads training uses by default.</summary>
internal static partial class ThreadCount
{
    /// <summary>
    /// What <c>OMP_NUM_THREADS</c> says, else one thread a physical core of those this process may use: the two hardware threads of a core share its
    /// vector units, which a convolution keeps busy alone.
    /// </summary>
    public static int Default() =>
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked > 0
            ? asked
            : Math.Clamp(PhysicalCores(), 1, Environment.ProcessorCount);

    // Macs with Arm processors have one hardware thread per core.
    private static int PhysicalCores() => OperatingSystem.IsLinux() ? LinuxCores() : OperatingSystem.IsWindows() ? WindowsCores() : Environment.ProcessorCount;

    private static int LinuxCores()
    {
        const string folder = "/sys/devices/system/cpu";
        if (!Directory.Exists(folder)) return Environment.ProcessorCount;
        var cores = new HashSet<string>(StringComparer.Ordinal);
        foreach (string cpu in Directory.EnumerateDirectories(folder, "cpu*"))
        {
            string siblings = Path.Combine(cpu, "topology", "thread_siblings_list");
            if (File.Exists(siblings)) cores.Add(File.ReadAllText(siblings).Trim());
        }

        return cores.Count == 0 ? Environment.ProcessorCount : cores.Count;
    }

    private static int WindowsCores()
    {
        uint size = 0;
        _ = GetLogicalProcessorInformation(null, ref size);
        var parts = new ProcessorPart[size / Marshal.SizeOf<ProcessorPart>()];
        if (parts.Length == 0 || !GetLogicalProcessorInformation(parts, ref size)) return Environment.ProcessorCount;
        int cores = parts.Count(static part => part.Relationship == ProcessorPart.Core);
        return cores == 0 ? Environment.ProcessorCount : cores;
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetLogicalProcessorInformation([Out] ProcessorPart[]? buffer, ref uint length);

    // SYSTEM_LOGICAL_PROCESSOR_INFORMATION: its union is as large as two 64-bit numbers.
    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessorPart
    {
        public const int Core = 0;

        public nuint Mask;
        public int Relationship;
        public ulong First;
        public ulong Second;
    }
}
