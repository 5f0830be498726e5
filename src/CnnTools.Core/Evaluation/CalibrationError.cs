namespace CnnTools.Core.Evaluation;

/// <summary>How far a model's confidence is from how often it is right.</summary>
public static class CalibrationError
{
    /// <summary>Bins of equal width used where none are named (Guo et al., 2017).</summary>
    public const int DefaultBin = 15;

    /// <summary>
    /// Expected calibration error: over bins of confidence, the mean of |share right − mean confidence|, weighted by the images in the bin
    /// (Naeini et al., 2015; Guo et al., 2017).
    /// </summary>
    /// <param name="confidence">Probability of the predicted class of each image, in <c>[0, 1]</c>.</param>
    /// <param name="right">Whether that class was the true one.</param>
    /// <param name="bin">Number of bins, at least 1.</param>
    /// <returns>A share in <c>[0, 1]</c>; 0 for no images.</returns>
    public static double Expected(ReadOnlySpan<double> confidence, ReadOnlySpan<bool> right, int bin = DefaultBin)
    {
        IReadOnlyList<ReliabilityBin> bins = Bins(confidence, right, bin);
        return confidence.Length == 0 ? 0 : bins.Sum(static part => Math.Abs(part.Right - part.ConfidenceSum)) / confidence.Length;
    }

    /// <summary>How often answers of each confidence are right: what a reliability diagram draws (DeGroot and Fienberg, 1983).</summary>
    /// <inheritdoc cref="Expected"/>
    /// <returns>The bins from low to high confidence, empty ones included.</returns>
    public static IReadOnlyList<ReliabilityBin> Bins(ReadOnlySpan<double> confidence, ReadOnlySpan<bool> right, int bin = DefaultBin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bin, 1);
        if (confidence.Length != right.Length) throw new ArgumentException($"Expected {confidence.Length} answers; found {right.Length}.", nameof(right));
        var bins = new ReliabilityBin[bin];
        for (int i = 0; i < bin; i++) bins[i] = new ReliabilityBin((double)i / bin, (double)(i + 1) / bin, 0, 0, 0);
        for (int i = 0; i < confidence.Length; i++)
        {
            // Bins are open to the left: a confidence on a border belongs to the lower bin.
            ref ReliabilityBin part = ref bins[Math.Clamp((int)Math.Ceiling(confidence[i] * bin) - 1, 0, bin - 1)];
            part = part with { Count = part.Count + 1, Right = part.Right + (right[i] ? 1 : 0), ConfidenceSum = part.ConfidenceSum + confidence[i] };
        }

        return bins;
    }
}

/// <summary>The images whose answers' confidence lies in one interval, open to the left.</summary>
/// <param name="From">Lower border, in <c>[0, 1)</c>.</param>
/// <param name="To">Upper border, in <c>(0, 1]</c>.</param>
/// <param name="Count">Images.</param>
/// <param name="Right">Of these, the ones classified correctly.</param>
/// <param name="ConfidenceSum">Sum of their confidences.</param>
public readonly record struct ReliabilityBin(double From, double To, int Count, int Right, double ConfidenceSum)
{
    /// <summary>Share classified correctly; null where there is no image.</summary>
    public double? Accuracy => Count == 0 ? null : (double)Right / Count;

    /// <summary>Mean confidence; null where there is no image.</summary>
    public double? Confidence => Count == 0 ? null : ConfidenceSum / Count;
}
