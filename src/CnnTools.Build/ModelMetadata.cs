using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnTools.Build;

/// <summary>The metadata of a <c>CnnModel</c> item, and the worker's option that each becomes. A project-wide default has the same name with <c>Cnn</c> before
/// it.</summary>
internal static partial class ModelMetadata
{
    /// <summary>The number of models to train, with a seed each: the worker's own option, not one of a training.</summary>
    public const string SeedCount = "SeedCount";

    /// <summary>The options of a training: how it is made, on what it runs, where it leaves records.</summary>
    public static IReadOnlyList<TrainingMetadata> Training => s_training;

    /// <summary>Gates that compare a figure with a bound.</summary>
    public static readonly IReadOnlyList<string> Bounds =
    [
        "MinAccuracy", "MinAccuracyLowerBound", "MaxAccuracyDrop", "MinClassRecall", "MinClassF1", "MaxCalibrationError", "MaxSuspiciousGain", "MaxModelBytes", "MaxParameters",
        "MaxLatencyMilliseconds", "MinTestImages",
    ];

    /// <summary>The gate that is on or off.</summary>
    public const string SignificantDrop = "FailOnSignificantDrop";

    /// <summary>Metadata with a meaning of its own here.</summary>
    public static readonly IReadOnlyList<string> Others =
        ["Dataset", "TestDataset", "Split", "ModelPath", "Train", SeedCount, "Baseline", "SignificanceLevel", "GateSeverity", "Report", SignificantDrop];

    /// <summary>All gates.</summary>
    public static IEnumerable<string> Gates => Bounds.Concat([SignificantDrop]);

    /// <summary>All that are true or false.</summary>
    public static IEnumerable<string> Switches =>
        Training.Where(static option => option.IsSwitch).Select(static option => option.Name).Concat(["Train", "Report", SignificantDrop]);

    /// <summary>All names that mean something.</summary>
    public static IEnumerable<string> Known =>
        Training.Select(static option => option.Name).Concat(Bounds).Concat(Others).Concat(Gates.Select(static gate => gate + "Severity"));

    /// <summary>The worker's option: <c>EarlyStoppingPatience</c> becomes <c>--early-stopping-patience</c>.</summary>
    public static string OptionOf(string name) =>
        "-" + string.Concat(name.Select(static (letter, index) => char.IsUpper(letter) ? "-" + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>The known name nearest to a mistyped one; null where none is near.</summary>
    public static string? Nearest(string name)
    {
        (string Known, int Distance) best = Known.Select(known => (known, Distance(name.ToUpperInvariant(), known.ToUpperInvariant()))).OrderBy(static pair => pair.Item2).First();
        return best.Distance <= Math.Max(2, name.Length / 4) ? best.Known : null;
    }

    /// <summary>Smallest number of letters to insert, delete or replace (Levenshtein, 1966).</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replace = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
