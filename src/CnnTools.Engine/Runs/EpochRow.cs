using System.Globalization;

namespace CnnTools.Engine.Runs;

/// <summary>An epoch that came back from a table: a row of a CSV file, an object that PowerShell made of one.</summary>
public static class EpochRow
{
    /// <summary>Reads an epoch.</summary>
    /// <param name="field">Gives the text of a column; null or empty where there is none.</param>
    /// <returns>Null where Epoch, Loss or Accuracy is missing or no number; what else is missing counts as unknown.</returns>
    public static CnnEpochResult? Parse(Func<string, string?> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        double? Number(string name) => double.TryParse(field(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
        if (Number(nameof(CnnEpochResult.Epoch)) is not { } epoch || epoch < 0 || epoch > int.MaxValue || epoch != Math.Floor(epoch)) return null;
        if (Number(nameof(CnnEpochResult.Loss)) is not { } loss || Number(nameof(CnnEpochResult.Accuracy)) is not { } accuracy) return null;
        return new CnnEpochResult
        {
            Epoch = (int)epoch, Loss = loss, Accuracy = accuracy, ValidationLoss = Number(nameof(CnnEpochResult.ValidationLoss)), ValidationAccuracy = Number(nameof(CnnEpochResult.ValidationAccuracy)),
            LearningRate = Number(nameof(CnnEpochResult.LearningRate)) ?? double.NaN, Seconds = Number(nameof(CnnEpochResult.Seconds)) ?? 0, ImagesPerSecond = Number(nameof(CnnEpochResult.ImagesPerSecond)) ?? 0,
        };
    }
}
