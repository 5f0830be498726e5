using CnnTools.Core.Hardware;

namespace CnnTools.Core.Planning;

/// <summary>Where and on what a training runs.</summary>
public static partial class TrainingOptions
{
    internal static readonly TrainingOption<string> Device = new()
    {
        Help = "Auto, Cpu, Cuda or Cuda:N",
        // Model files and records have the device that was used.
        Uses = OptionUses.None,
        Metadata = MetadataForm.Machine,
        Line = "Device",
        Check = static (name, _) => DeviceName.Parse(name).ToString(),
        Words = static (name, _) => $"{name}",
    };

    internal static readonly TrainingOption<CnnPrecision> Precision = new()
    {
        Help = "Number format of the computation",
        Metadata = MetadataForm.Machine,
        Line = "Device",
        Default = static _ => CnnPrecision.Float32,
        Words = static (precision, _) => $"precision {precision}",
    };

    internal static readonly TrainingOption<int> Thread = new()
    {
        Help = "CPU threads; without it, one per physical core",
        Uses = OptionUses.Model | OptionUses.Record | OptionUses.Circumstance,
        Metadata = MetadataForm.Machine,
        Line = "Device",
        Default = static _ => ThreadCount.Default(),
        Range = OptionRange.AtLeast(1),
        Words = static (count, _) => $"{count} CPU threads",
    };

    internal static readonly TrainingOption<long> Seed = new()
    {
        Help = "Seed of every random stream",
        // A build that draws another seed each time would be another build each time.
        BuildDefault = "1",
        Line = "Device",
        // A seed that was drawn for the first run is the resumed run's as well. Few digits, so that a drawn seed is easy to type again.
        Default = static draft => draft.Resumed?.Identity.Seed ?? Random.Shared.NextInt64(0, 1_000_000_000),
        Words = static (seed, _) => $"seed {seed}",
    };
}
