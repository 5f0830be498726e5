namespace CnnTools.Core.Randomness;

/// <summary>
/// Numbers of the symmetric Beta distribution, as the share of one of two Gamma variates in their sum. Gamma: Marsaglia and Tsang, "A simple method for
/// generating gamma
/// variables", 2000; everything in logarithms, because a Gamma variate of a small parameter is too small for a double.
/// </summary>
internal static class BetaDistribution
{
    /// <summary>Draws a number in <c>[0, 1]</c>.</summary>
    /// <param name="alpha">Both parameters, above 0: below 1 most numbers lie near 0 and 1, at 1 all are alike, above 1 most lie near one half.</param>
    /// <param name="random">Where it is drawn from.</param>
    public static double Sample(double alpha, ref SplitMix64 random)
    {
        double left = LogGamma(alpha, ref random), right = LogGamma(alpha, ref random);
        return 1 / (1 + Math.Exp(right - left));
    }

    /// <summary>The logarithm of a Gamma variate.</summary>
    private static double LogGamma(double alpha, ref SplitMix64 random)
    {
        // The method is for parameters of at least 1; a smaller one is raised by 1, and the variate multiplied by u^(1/alpha).
        if (alpha < 1) return LogGamma(alpha + 1, ref random) + Math.Log(1 - random.NextDouble()) / alpha;
        double d = alpha - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Normal(ref random), root = 1 + c * normal;
            if (root <= 0) continue;
            double v = root * root * root;
            if (Math.Log(1 - random.NextDouble()) < normal * normal / 2 + d - d * v + d * Math.Log(v)) return Math.Log(d * v);
        }
    }

    /// <summary>A standard normal number (Box and Muller, 1958).</summary>
    private static double Normal(ref SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
