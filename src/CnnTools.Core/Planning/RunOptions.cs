namespace CnnTools.Core.Planning;

/// <summary>The choices of a training by their names, as records, event files and reports tell them.</summary>
internal static class RunOptions
{
    /// <summary>What a record tells of a training before its first epoch; name and date are the record's to give.</summary>
    /// <param name="plan">The training.</param>
    /// <param name="device">The device used.</param>
    public static CnnRun ToRun(TrainingPlan plan, string device) => new()
    {
        Id = "", Date = default, State = CnnRunState.Running, Dataset = Path.Exists(plan.Dataset) ? Path.GetFullPath(plan.Dataset) : plan.Train.Name, Architecture = plan.Network.Name, Epoch = 0, Seconds = 0,
        Seed = plan.Seed, Device = device, Options = Of(plan), History = [], ModelPath = plan.OutputPath, LogPath = plan.LogPath, CheckpointPath = plan.CheckpointPath, TensorBoardPath = plan.TensorBoardPath,
    };

    /// <summary>The choices, in the order of their names.</summary>
    public static SortedDictionary<string, string> Of(TrainingPlan plan) => new(
        TrainingOptions.All.Where(static option => option.Uses.HasFlag(OptionUses.Record)).Select(option => (option.Name, Text: option.ToRecord(plan)))
            .Where(static pair => pair.Text is not null).ToDictionary(static pair => pair.Name, static pair => pair.Text!), StringComparer.Ordinal);
}
