using System.Globalization;

namespace CnnTools.Core.Runs;

/// <summary>An epoch that came back from a table: a row of a CSV file, an object that PowerShell made of one.</summary>
public static class EpochRow
{
    /// <summary>Reads an epoch.</summary>
    /// <param name="field">Gives the text of a column; null or empty where there is none.</param>
    /// <returns>Null where it is none.</returns>
    public static CnnEpochResult? Parse(Func<string, string?> field) => Parse(field, out _);

    /// <summary>Reads an epoch, and says why it is none.</summary>
    /// <param name="field">Gives the text of a column; null or empty where there is none.</param>
    /// <param name="problem">What is wrong with the row; null where it is an epoch.</param>
    /// <returns>Null where Epoch, Loss or Accuracy is missing, or where a value is no finite number; what else is missing counts as unknown (a learning rate
    /// that is NaN, a time of 0).</returns>
    public static CnnEpochResult? Parse(Func<string, string?> field, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(field);
        string? found = null;
        double? epoch = Required(nameof(CnnEpochResult.Epoch)), loss = Required(nameof(CnnEpochResult.Loss)), accuracy = Required(nameof(CnnEpochResult.Accuracy));
        double? validationLoss = Number(nameof(CnnEpochResult.ValidationLoss)), validationAccuracy = Number(nameof(CnnEpochResult.ValidationAccuracy));
        double? rate = Number(nameof(CnnEpochResult.LearningRate)), seconds = Number(nameof(CnnEpochResult.Seconds)), speed = Number(nameof(CnnEpochResult.ImagesPerSecond));
        if (epoch is { } number && (number < 0 || number > int.MaxValue || number != Math.Floor(number))) found ??= Invariant($"expected a whole number of at least 0 in the column {nameof(CnnEpochResult.Epoch)}; found '{number}'.");
        problem = found;
        if (found is not null) return null;
        return new CnnEpochResult
        {
            Epoch = (int)epoch!.Value, Loss = loss!.Value, Accuracy = accuracy!.Value, ValidationLoss = validationLoss, ValidationAccuracy = validationAccuracy,
            LearningRate = rate ?? double.NaN, Seconds = seconds ?? 0, ImagesPerSecond = speed ?? 0,
        };

        double? Required(string name)
        {
            double? value = Number(name);
            if (value is null) found ??= $"there is no value for {name}.";
            return value;
        }

        double? Number(string name)
        {
            if (field(name) is not { Length: > 0 } text) return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
            // PowerShell's Export-Csv writes numbers as the user's language has them.
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.CurrentCulture, out value) && double.IsFinite(value)) return value;
            found ??= $"expected a number in the column {name}; found '{text}'.";
            return null;
        }
    }
}
