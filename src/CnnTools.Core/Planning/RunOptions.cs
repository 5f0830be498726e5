
namespace CnnTools.Core.Planning;

/// <summary>The choices of a training by their names, as records, event files and reports tell them.</summary>
internal static class RunOptions
{
    // What a run has properties for, or what is no choice of the user's.
    private static readonly string[] s_elsewhere =
        [nameof(TrainingPlan.Dataset), nameof(TrainingPlan.Train), nameof(TrainingPlan.HasTest), nameof(TrainingPlan.Network), nameof(TrainingPlan.OutputPath), nameof(TrainingPlan.LogPath),
        nameof(TrainingPlan.CheckpointPath), nameof(TrainingPlan.TensorBoardPath), nameof(TrainingPlan.RunPath), nameof(TrainingPlan.Device)];

    /// <summary>What a record tells of a training before its first epoch; name and date are the record's to give.</summary>
    /// <param name="plan">The training.</param>
    /// <param name="device">The device used.</param>
    public static CnnRun ToRun(TrainingPlan plan, string device) => new()
    {
        Id = "", Date = default, State = CnnRunState.Running, Dataset = Path.Exists(plan.Dataset) ? Path.GetFullPath(plan.Dataset) : plan.Train.Name, Architecture = plan.Network.Name, Epoch = 0, Seconds = 0,
        Seed = plan.Seed, Device = device, Options = Of(plan), History = [], ModelPath = plan.OutputPath, LogPath = plan.LogPath, CheckpointPath = plan.CheckpointPath, TensorBoardPath = plan.TensorBoardPath,
    };

    /// <summary>The choices, in the order of their names; a new option of the plan appears by itself.</summary>
    public static SortedDictionary<string, string> Of(TrainingPlan plan)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Reflection.PropertyInfo property in typeof(TrainingPlan).GetProperties().Where(static property => !s_elsewhere.Contains(property.Name)))
        {
            object? value = property.GetValue(plan);
            if (value is null) continue;
            // Spans are asked for in seconds, and told so.
            options[property.Name] = value is TimeSpan span ? Invariant($"{span.TotalSeconds}") : value is System.Collections.IEnumerable list and not string ? string.Join(", ", list.Cast<object>().Select(static item => Invariant($"{item}"))) : Invariant($"{value}");
        }

        return options;
    }
}
