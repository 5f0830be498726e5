namespace CnnTools.Engine.Evaluation;

/// <summary>How far a model's confidence is from how often it is right.</summary>
public static class CalibrationError
{
    /// <summary>Bins of equal width used where none are named (Guo et al., 2017).</summary>
    public const int DefaultBin = 15;

    /// <summary>
    /// Expected calibration error: over bins of confidence, the mean of |share right − mean confidence|, weighted by the pictures in the bin
    /// (Naeini et al., 2015; Guo et al., 2017).
    /// </summary>
    /// <param name="confidence">Probability of the predicted class of each picture, in <c>[0, 1]</c>.</param>
    /// <param name="right">Whether that class was the true one.</param>
    /// <param name="bin">Number of bins, at least 1.</param>
    /// <returns>A share in <c>[0, 1]</c>; 0 for no pictures.</returns>
    public static double Expected(ReadOnlySpan<double> confidence, ReadOnlySpan<bool> right, int bin = DefaultBin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bin, 1);
        if (confidence.Length != right.Length) throw new ArgumentException($"Expected {confidence.Length} answers; found {right.Length}.", nameof(right));
        var sums = new (double Confidence, int Right)[bin];
        for (int i = 0; i < confidence.Length; i++)
        {
            // Bins are open to the left: a confidence on a border belongs to the lower bin.
            ref (double Confidence, int Right) sum = ref sums[Math.Clamp((int)Math.Ceiling(confidence[i] * bin) - 1, 0, bin - 1)];
            sum.Confidence += confidence[i];
            sum.Right += right[i] ? 1 : 0;
        }

        return confidence.Length == 0 ? 0 : sums.Sum(static sum => Math.Abs(sum.Right - sum.Confidence)) / confidence.Length;
    }
}
