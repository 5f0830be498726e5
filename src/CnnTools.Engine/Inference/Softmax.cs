namespace CnnTools.Engine.Inference;

/// <summary>Probabilities from scores, in double precision. The largest score of a row is subtracted first, so that no exponential overflows.</summary>
internal static class Softmax
{
    /// <summary>Replaces each row of scores by its probabilities: exp(x) / sum of exp.</summary>
    /// <param name="rows">One row per image; length a multiple of <paramref name="classCount"/>.</param>
    /// <param name="classCount">Values per row.</param>
    public static void Apply(Span<float> rows, int classCount)
    {
        for (int start = 0; start < rows.Length; start += classCount)
        {
            Span<float> row = rows.Slice(start, classCount);
            double logarithm = LogarithmOfSum(row);
            foreach (ref float value in row) value = (float)Math.Exp(value - logarithm);
        }
    }

    /// <summary>Replaces each row of scores by the logarithms of its probabilities: x - log of the sum of exp.</summary>
    /// <inheritdoc cref="Apply"/>
    public static void ApplyLogarithm(Span<float> rows, int classCount)
    {
        for (int start = 0; start < rows.Length; start += classCount)
        {
            Span<float> row = rows.Slice(start, classCount);
            double logarithm = LogarithmOfSum(row);
            foreach (ref float value in row) value = (float)(value - logarithm);
        }
    }

    private static double LogarithmOfSum(ReadOnlySpan<float> row)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in row) largest = Math.Max(largest, value);
        double sum = 0;
        foreach (float value in row) sum += Math.Exp((double)value - largest);
        return largest + Math.Log(sum);
    }
}
