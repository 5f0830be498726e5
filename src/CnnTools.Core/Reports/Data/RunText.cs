using System.Globalization;

namespace CnnTools.Core.Reports.Data;

/// <summary>What the record of a training says, as names and values to read.</summary>
internal static class RunText
{
    /// <summary>The choices, under the names that a model's file gives them too: what the machine was told (threads) stands with the origin, and how often a
    /// checkpoint is written says nothing where none is.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Options(CnnRun run) =>
        [.. run.Options.Where(option => option.Key is not ("Thread" or "StopReason") && (option.Key != "CheckpointInterval" || run.CheckpointPath is not null)).Select(static option => new KeyValuePair<string, string>(option.Key, Value(option.Value)))];

    /// <summary>Where the training's files are and how it ended.</summary>
    /// <param name="run">The training.</param>
    /// <param name="missing">Why its model is not shown; null where it is, or where there never was one.</param>
    public static IEnumerable<KeyValuePair<string, string>> Origin(CnnRun run, string? missing)
    {
        yield return new("Run", run.Id);
        yield return new("Began", Date(run.Date));
        yield return new("State", run.StopMessage is { Length: > 0 } why ? $"{run.State}: {why}" : $"{run.State}");
        if (missing is not null) yield return new("Model", missing);
        if (run.Dataset is { } dataset) yield return new("Trained on", dataset);
        if (run.Device is { } device) yield return new("Device", device);
        if (run.Options.TryGetValue("Thread", out string? threads)) yield return new("Thread", threads);
        foreach ((string name, string? path) in new[] { ("Record", run.RecordPath), ("Log", run.LogPath), ("Checkpoint", run.CheckpointPath), ("TensorBoard", run.TensorBoardPath) })
            if (path is not null) yield return new(name, path);
    }

    /// <summary>A date as reports write it.</summary>
    public static string Date(DateTimeOffset date) => date.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Value(string value) => value switch { "True" => "yes", "False" => "no", _ => value };
}
