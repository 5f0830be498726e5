using System.Globalization;

namespace CnnTools.Core.Evaluation;

/// <summary>Scores as a table of text, laid out and rounded as scikit-learn's <c>classification_report(digits=4)</c> prints them, so that the two can be
/// compared line by line.</summary>
public static class ReportText
{
    private const int Digits = 4;
    private const string Weighted = "weighted avg";

    /// <summary>The lines of the report. Classes that occur neither as truth nor as prediction have none, as they do not count in the averages.</summary>
    /// <param name="matrix">How often each class was taken for each class.</param>
    /// <param name="classNames">Class names in label order.</param>
    public static IReadOnlyList<string> Lines(ConfusionMatrix matrix, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(classNames);
        ClassificationReport report = ClassificationReport.Of(matrix);
        int[] present = [.. Enumerable.Range(0, matrix.ClassCount).Where(label => report.Class[label].Support > 0 || matrix.PredictedCount(label) > 0)];
        int width = present.Select(label => classNames[label].Length).Append(Weighted.Length).Max();
        return
        [
            Row(width, "", "precision", "recall", "f1-score", "support"),
            "",
            .. present.Select(label => Row(width, classNames[label], report.Class[label])),
            "",
            Row(width, "accuracy", "", "", Fraction(report.Accuracy), Whole(matrix.Total)),
            Row(width, "macro avg", report.MacroAverage),
            Row(width, Weighted, report.WeightedAverage),
        ];
    }

    /// <summary>A share with four digits. A value that lies exactly between two is rounded to the even one, as Python's formatting does; .NET would round it
    /// up.</summary>
    /// <param name="share">In <c>[0, 1]</c>.</param>
    internal static string Fraction(double share)
    {
        // Four decimal digits end half-way only at odd multiples of 2⁻⁵, which binary and decimal numbers both hold exactly.
        double thirtySeconds = share * 32;
        return thirtySeconds == Math.Floor(thirtySeconds)
            ? Math.Round((decimal)share, Digits, MidpointRounding.ToEven).ToString("F4", CultureInfo.InvariantCulture)
            : share.ToString("F4", CultureInfo.InvariantCulture);
    }

    private static string Row(int width, string name, ClassScore score) =>
        Row(width, name, Fraction(score.Precision), Fraction(score.Recall), Fraction(score.F1), Whole(score.Support));

    private static string Row(int width, string name, params string[] cells) => $"{name.PadLeft(width)} {string.Concat(cells.Select(static cell => " " + cell.PadLeft(9)))}";

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);
}
