namespace CnnTools.Engine.Devices;

/// <summary>What the processor is and can do.</summary>
internal static class CpuFeatures
{
    private static readonly Lazy<string[]> s_cpuInfo = new(static () => File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : []);

    /// <summary>Whether matrix products in bfloat16 run in hardware (AVX-512 BF16, AMX, or Arm's bf16). True where it cannot be told.</summary>
    public static bool HasBFloat16
    {
        get
        {
            string? features = Line("flags") ?? Line("Features");
            return features is null || features.Split(' ').Any(static word => word is "avx512_bf16" or "amx_bf16" or "bf16");
        }
    }

    /// <summary>The processor's own name.</summary>
    public static string ModelName() => Line("model name") ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

    private static string? Line(string key) =>
        s_cpuInfo.Value.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2) is [_, var value] ? value.Trim() : null;
}
