namespace CnnTools.Core.Evaluation;

/// <summary>Precision, recall and F1 of one class, or their averages.</summary>
/// <param name="Precision">Of the images taken for the class, the share that is; 0 where none was taken for it.</param>
/// <param name="Recall">Of the images of the class, the share that was found; 0 where there is none.</param>
/// <param name="F1">Harmonic mean of both; 0 where both are 0.</param>
/// <param name="Support">Images of the class.</param>
public readonly record struct ClassScore(double Precision, double Recall, double F1, int Support);

/// <summary>Scores by class and their averages, counted as scikit-learn's <c>classification_report(zero_division=0)</c> counts them.</summary>
public sealed record ClassificationReport
{
    /// <summary>Scores in label order.</summary>
    public required IReadOnlyList<ClassScore> Class { get; init; }

    /// <summary>Share classified correctly, in <c>[0, 1]</c>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean over classes, each counting the same.</summary>
    public required ClassScore MacroAverage { get; init; }

    /// <summary>Mean over classes, each counting by its support.</summary>
    public required ClassScore WeightedAverage { get; init; }

    /// <summary>Computes the report. Classes that occur neither as truth nor as prediction are left out of the averages, as scikit-learn leaves them
    /// out.</summary>
    public static ClassificationReport Of(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ClassScore[] scores = [.. Enumerable.Range(0, matrix.ClassCount).Select(label => Score(matrix[label, label], matrix.PredictedCount(label), matrix.TrueCount(label)))];
        ClassScore[] present = [.. scores.Where((score, label) => score.Support > 0 || matrix.PredictedCount(label) > 0)];
        return new ClassificationReport
        {
            Class = scores,
            Accuracy = Ratio(matrix.Right, matrix.Total),
            MacroAverage = Average(present, matrix.Total, static _ => 1),
            WeightedAverage = Average(present, matrix.Total, static score => score.Support),
        };
    }

    private static ClassScore Score(int right, int predicted, int support) =>
        // 2·TP/(predicted + support) is the harmonic mean of precision and recall, without rounding twice.
        new(Ratio(right, predicted), Ratio(right, support), Ratio(2.0 * right, predicted + support), support);

    private static ClassScore Average(ClassScore[] scores, int total, Func<ClassScore, double> weight)
    {
        double sum = scores.Sum(weight);
        return new(Ratio(scores.Sum(s => weight(s) * s.Precision), sum), Ratio(scores.Sum(s => weight(s) * s.Recall), sum), Ratio(scores.Sum(s => weight(s) * s.F1), sum), total);
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
