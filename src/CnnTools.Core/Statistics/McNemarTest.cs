namespace CnnTools.Core.Statistics;

/// <summary>Compares two classifiers by the images that only one of them classified correctly (McNemar, 1947).</summary>
public static class McNemarTest
{
    /// <summary>The exact two-sided test: if both were equally good, each image that divides them would be a fair coin.</summary>
    /// <param name="onlyFirst">Images that only the first classified correctly.</param>
    /// <param name="onlySecond">Images that only the second classified correctly.</param>
    /// <returns>The p-value in <c>(0, 1]</c>; 1 where no image divides them.</returns>
    public static double TwoSided(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        return Math.Min(1, 2 * Tail(Math.Min(onlyFirst, onlySecond), onlyFirst + onlySecond));
    }

    /// <summary>The exact one-sided test that the second is worse than the first.</summary>
    /// <inheritdoc cref="TwoSided"/>
    public static double SecondWorse(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        return Tail(onlySecond, onlyFirst + onlySecond);
    }

    /// <summary>P(X ≤ k) of a binomial with n fair coins, summed from the largest term so that neither 2ⁿ nor a small tail is lost.</summary>
    private static double Tail(int k, int n)
    {
        if (k >= n) return 1;
        double logTerm = -n * Math.Log(2);
        for (int i = 0; i < k; i++) logTerm += Math.Log((double)(n - i) / (i + 1));
        double term = 1, sum = 1;
        for (int i = k; i > 0 && term > 1e-18; i--)
        {
            term *= (double)i / (n - i + 1);
            sum += term;
        }

        return Math.Min(1, Math.Exp(logTerm + Math.Log(sum)));
    }
}
