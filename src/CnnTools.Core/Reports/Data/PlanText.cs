using CnnTools.Core.Planning;

namespace CnnTools.Core.Reports.Data;

/// <summary>A training's plan and outcome as names and values to read, before there is a model file that says them.</summary>
internal static class PlanText
{
    /// <summary>The plan's lines; what stands before the first colon, or the first word, is the name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Options(TrainingPlan plan) => [.. plan.Describe().Select(static line =>
    {
        int end = line.IndexOfAny([' ', ':']);
        return end < 0 ? new KeyValuePair<string, string>(line, "") : new(line[..end], line[(end + 1)..].TrimStart());
    })];

    /// <summary>How the training ended.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Outcome(CnnTrainingResult result)
    {
        List<KeyValuePair<string, string>> facts = [new("Ended", result.StopMessage), new("Device", result.Device), new("Precision", $"{result.Precision}"), new("Threads", Invariant($"{result.Threads}")), new("Seed", Invariant($"{result.Seed}"))];
        if (result.ModelPath is { } model) facts.Add(new("Model", model));
        if (result.LogPath is { } log) facts.Add(new("Log", log));
        return facts;
    }
}
