using System.Globalization;

namespace CnnTools.Engine.Devices;

/// <summary>How many CPU threads training uses by default.</summary>
internal static class ThreadCount
{
    /// <summary>
    /// What <c>OMP_NUM_THREADS</c> says, else one thread a physical core of those this process may use: the two hardware threads of a core share its
    /// vector units, which a convolution keeps busy alone.
    /// </summary>
    public static int Default() =>
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked > 0
            ? asked
            : Math.Clamp(PhysicalCores(), 1, Environment.ProcessorCount);

    private static int PhysicalCores()
    {
        const string folder = "/sys/devices/system/cpu";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(folder)) return Environment.ProcessorCount;
        var cores = new HashSet<string>(StringComparer.Ordinal);
        foreach (string cpu in Directory.EnumerateDirectories(folder, "cpu*"))
        {
            string siblings = Path.Combine(cpu, "topology", "thread_siblings_list");
            if (File.Exists(siblings)) cores.Add(File.ReadAllText(siblings).Trim());
        }

        return cores.Count == 0 ? Environment.ProcessorCount : cores.Count;
    }
}
