namespace CnnTools.Core.Statistics;

/// <summary>Confidence interval of a share.</summary>
/// <param name="Lower">Lower bound, in <c>[0, 1]</c>.</param>
/// <param name="Upper">Upper bound, in <c>[0, 1]</c>.</param>
public readonly record struct WilsonInterval(double Lower, double Upper)
{
    /// <summary>Two-sided 95%: the 97.5th percentile of the standard normal distribution.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>Wilson's score interval (Wilson, 1927), which stays within [0, 1] and holds its level for small counts and shares near 1.</summary>
    /// <param name="successes">Images that count.</param>
    /// <param name="total">All images, at least 1.</param>
    /// <param name="z">Quantile of the standard normal distribution.</param>
    public static WilsonInterval Of(int successes, int total, double z = Z95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, total);
        double n = total, share = successes / n, z2 = z * z;
        double center = (share + z2 / (2 * n)) / (1 + z2 / n);
        double half = z / (1 + z2 / n) * Math.Sqrt(share * (1 - share) / n + z2 / (4 * n * n));
        // At the ends the bound is exactly 0 or 1; the formula leaves a rounding error.
        return new(successes == 0 ? 0 : Math.Max(0, center - half), successes == total ? 1 : Math.Min(1, center + half));
    }
}
