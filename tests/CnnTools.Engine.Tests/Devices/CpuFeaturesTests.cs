using System.Runtime.Intrinsics.X86;
using CnnTools.Core.Hardware;

namespace CnnTools.Engine.Tests.Devices;

/// <summary>What is known about the processor, and how many threads follow from it.</summary>
public sealed class CpuFeaturesTests
{
    [Fact]
    public void The_processor_says_of_itself_what_the_kernel_says()
    {
        Assert.NotEmpty(CpuFeatures.ModelName());
        if (!OperatingSystem.IsLinux() || !X86Base.IsSupported) return;
        string[] lines = File.ReadAllLines("/proc/cpuinfo");
        Assert.EndsWith(": " + CpuFeatures.ModelName(), lines.First(static line => line.StartsWith("model name", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(lines.First(static line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ').Any(static word => word is "avx512_bf16" or "amx_bf16"), CpuFeatures.HasBFloat16);
    }

    [Fact]
    public void A_training_has_no_more_threads_than_the_system_offers()
    {
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null) Assert.InRange(ThreadCount.Default(), 1, Environment.ProcessorCount);
    }
}
