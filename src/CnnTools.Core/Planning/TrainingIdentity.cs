using CnnTools.Core.Networks;

namespace CnnTools.Core.Planning;

/// <summary>What makes two runs the same training. Paths, the number of epochs and the time budget do not: a training may be moved, and may be made longer (but for one whose schedule runs to the last epoch).</summary>
internal sealed record TrainingIdentity
{
    /// <summary>Seed of every random stream.</summary>
    public required long Seed { get; init; }

    /// <summary>What the course of the training depends on: a resumed run with any of these changed would be another training.</summary>
    public required SortedDictionary<string, string> Choices { get; init; }

    /// <summary>What only its last bits depend on.</summary>
    public required SortedDictionary<string, string> Circumstances { get; init; }

    /// <summary>The identity of a training.</summary>
    public static TrainingIdentity Of(ModelProvenance provenance)
    {
        TrainingPlan plan = provenance.Plan;
        var identity = new TrainingIdentity
        {
            Seed = plan.Seed,
            Choices = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Dataset"] = $"{plan.Train.Name} ({provenance.DatasetHash})",
                ["Network"] = NetworkJson.Serialize(plan.Network),
                ["BatchSize"] = Invariant($"{plan.BatchSize}"),
                ["Optimizer"] = $"{plan.Optimizer}",
                ["LearningRate"] = Invariant($"{plan.LearningRate:R}"),
                ["Momentum"] = Invariant($"{plan.Momentum:R}"),
                ["WeightDecay"] = Invariant($"{plan.WeightDecay:R}"),
                ["Augmentation"] = $"{plan.Augmentation}",
                ["ShiftFraction"] = Invariant($"{plan.ShiftFraction:R}"),
                ["AugmentationStartEpoch"] = Invariant($"{plan.AugmentationStartEpoch}"),
                ["ValidationSplit"] = $"{plan.ValidationSplit}",
                ["EarlyStoppingPatience"] = Invariant($"{plan.EarlyStoppingPatience}"),
                ["EarlyStoppingMinimumDelta"] = Invariant($"{plan.EarlyStoppingMinimumDelta:R}"),
                ["RestoreBest"] = $"{plan.RestoreBest}",
                ["Seed"] = Invariant($"{plan.Seed}"),
                ["Precision"] = $"{plan.Precision}",
            },
            Circumstances = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Device"] = provenance.Device,
                ["Thread"] = Invariant($"{plan.Thread}"),
                ["libtorch"] = provenance.TorchVersion,
            },
        };
        foreach ((string name, string value) in TechniqueText.Choices(plan)) identity.Choices.Add(name, value);
        return identity;
    }

    /// <summary>Compares the checkpoint's training with the one that is to go on.</summary>
    /// <param name="now">The training that is to go on.</param>
    /// <param name="path">The checkpoint's path, for the error.</param>
    /// <param name="warn">Is told what will keep the result from being the same to the last bit.</param>
    /// <exception cref="CnnException">It is another training: id <c>CheckpointMismatch</c>, with every difference.</exception>
    public void CheckSame(TrainingIdentity now, string path, Action<string> warn)
    {
        string[] choices = [.. Differences(Choices, now.Choices)];
        if (choices.Length > 0)
            throw new CnnException("CheckpointMismatch", CnnErrorCategory.InvalidArgument, $"'{path}' belongs to another training: {string.Join("; ", choices)}. Give the same options, or another CheckpointPath.", path);
        string[] circumstances = [.. Differences(Circumstances, now.Circumstances)];
        if (circumstances.Length > 0) warn($"The training goes on, but will not end bit for bit as it would have without the interruption: {string.Join("; ", circumstances)}.");
    }

    private static IEnumerable<string> Differences(SortedDictionary<string, string> then, SortedDictionary<string, string> now) =>
        then.Keys.Union(now.Keys).Where(key => then.GetValueOrDefault(key) != now.GetValueOrDefault(key)).Select(key => $"{key} was {then.GetValueOrDefault(key)}, is {now.GetValueOrDefault(key)}");
}
