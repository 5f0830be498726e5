using CnnTools.Core.Networks;

namespace CnnTools.Core.Planning;

/// <summary>
/// What makes two runs the same training. Paths, the number of epochs and the time budget do not: a training may be moved, and may be made longer (but for
/// one whose schedule runs to the
/// last epoch).
/// </summary>
internal sealed record TrainingIdentity
{
    private const string DatasetKey = "Dataset", NetworkKey = "Network";

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
        SortedDictionary<string, string> choices = Values(plan, OptionUses.Identity), circumstances = Values(plan, OptionUses.Circumstance);
        choices.Add(DatasetKey, $"{plan.Train.Name} ({provenance.DatasetHash})");
        choices.Add(NetworkKey, NetworkJson.Serialize(plan.Network));
        circumstances.Add("Device", provenance.Device);
        circumstances.Add("libtorch", provenance.TorchVersion);
        return new TrainingIdentity { Seed = plan.Seed, Choices = choices, Circumstances = circumstances };
    }

    /// <summary>Compares the checkpoint's training with the one that is to continue.</summary>
    /// <param name="now">The training that is to continue.</param>
    /// <param name="path">The checkpoint's path, for the error.</param>
    /// <param name="warn">Is told what will keep the result from being the same to the last bit.</param>
    /// <exception cref="CnnException">It is another training: id <c>CheckpointMismatch</c>, with every difference.</exception>
    public void CheckSame(TrainingIdentity now, string path, Action<string> warn)
    {
        CheckSame(now.Choices, path);
        string[] circumstances = [.. Differences(Circumstances, now.Circumstances)];
        if (circumstances.Length > 0) warn($"The training goes on, but will not end bit for bit as it would have without the interruption: {string.Join("; ", circumstances)}.");
    }

    /// <summary>Compares as far as that is possible before the data is read.</summary>
    /// <param name="now">The plan of the training that is to continue.</param>
    /// <exception cref="CnnException">It is another training: id <c>CheckpointMismatch</c>.</exception>
    public void CheckSamePlan(TrainingPlan now)
    {
        SortedDictionary<string, string> choices = Values(now, OptionUses.Identity);
        choices.Add(NetworkKey, NetworkJson.Serialize(now.Network));
        if (Choices.TryGetValue(DatasetKey, out string? dataset)) choices.Add(DatasetKey, dataset);
        CheckSame(choices, now.CheckpointPath!);
    }

    private static SortedDictionary<string, string> Values(TrainingPlan plan, OptionUses use) =>
        new(TrainingOptions.All.Where(option => option.Uses.HasFlag(use)).ToDictionary(static option => option.Name, option => option.ToIdentity(plan)),
            StringComparer.Ordinal);

    private void CheckSame(SortedDictionary<string, string> now, string path)
    {
        var then = new SortedDictionary<string, string>(Choices, StringComparer.Ordinal);
        foreach (TrainingOption option in TrainingOptions.All.Where(static option => option.Formerly is not null)) then.TryAdd(option.Name, option.Formerly!);
        string[] choices = [.. Differences(then, now)];
        if (choices.Length > 0)
            throw new CnnException("CheckpointMismatch", CnnErrorCategory.InvalidArgument,
                $"'{path}' belongs to another training: {string.Join("; ", choices)}. Give the same options, or another CheckpointPath.", path);
    }

    private static IEnumerable<string> Differences(SortedDictionary<string, string> then, SortedDictionary<string, string> now) =>
        then.Keys.Union(now.Keys).Where(key => then.GetValueOrDefault(key) != now.GetValueOrDefault(key)).Select(key => $"{key} was {then.GetValueOrDefault(key)}, is {now.GetValueOrDefault(key)}");
}
