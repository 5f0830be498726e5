namespace CnnTools.Core.Planning;

/// <summary>One recipe trained with several seeds: what the training's own luck does to a result shows only there.</summary>
public static class SeedSeries
{
    /// <summary>The trainings of a series. The first is the one asked for; each later one has the next seed, and its files' names end in <c>.seedN</c> before
    /// the extension.</summary>
    /// <param name="options">What the user asks for.</param>
    /// <param name="count">Number of trainings, at least 1.</param>
    /// <exception cref="CnnException"><c>OptionInvalid</c>: the number is below 1, or there are several without a seed to count from.</exception>
    public static IEnumerable<CnnTrainingOptions> Of(CnnTrainingOptions options, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (count < 1) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant($"SeedCount: expected a whole number of at least 1; found {count}."), count);
        if (count > 1 && options.Seed is null) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant($"SeedCount {count}: expected a Seed to count from; found none. Give Seed."), count);
        return Enumerable.Range(0, count).Select(index => index == 0 ? options : options with
        {
            Seed = options.Seed + index,
            OutputPath = PathOf(options.OutputPath, options.Seed!.Value + index),
            LogPath = PathOf(options.LogPath, options.Seed!.Value + index),
            ReportPath = PathOf(options.ReportPath, options.Seed!.Value + index),
            CheckpointPath = PathOf(options.CheckpointPath, options.Seed!.Value + index),
            TensorBoardPath = PathOf(options.TensorBoardPath, options.Seed!.Value + index),
        });
    }

    /// <summary>The path of a later training's file: <c>m.safetensors</c> becomes <c>m.seed2.safetensors</c>.</summary>
    public static string? PathOf(string? path, long seed) => path is null ? null : Path.ChangeExtension(path, Invariant($".seed{seed}") + Path.GetExtension(path));
}
