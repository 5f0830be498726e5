namespace CnnTools.Core.Reports.Data;

/// <summary>A training's outcome as names and values to read, before there is a model file that has them.</summary>
internal static class OutcomeText
{
    /// <summary>How the training ended.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(CnnTrainingResult result)
    {
        List<KeyValuePair<string, string>> facts =
        [
            new("Ended", result.StopMessage), new("Device", result.Device), new("Precision", $"{result.Precision}"),
            new("Threads", Invariant($"{result.Threads}")), new("Seed", Invariant($"{result.Seed}")),
        ];
        if (result.ModelPath is { } model) facts.Add(new("Model", model));
        if (result.LogPath is { } log) facts.Add(new("Log", log));
        return facts;
    }
}
