namespace CnnTools.Core.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>P(T ≥ t).</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double UpperTail(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        if (double.IsPositiveInfinity(t)) return 0;
        if (double.IsNegativeInfinity(t)) return 1;
        // P(|T| ≥ t) = I_x(ν/2, 1/2) with x = ν / (ν + t²): Abramowitz and Stegun, 26.7.1.
        double half = RegularizedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5) / 2;
        return t >= 0 ? half : 1 - half;
    }

    /// <summary>The t that P(T ≤ t) reaches a share at.</summary>
    /// <param name="share">In <c>(0, 1)</c>.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double Quantile(double share, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        // One degree of freedom has the heaviest tails: for shares a test asks for, everything lies far within.
        double low = -1e9, high = 1e9;
        for (int i = 0; i < 120; i++)
        {
            double middle = (low + high) / 2;
            if (1 - UpperTail(middle, degreesOfFreedom) < share) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>The regularized incomplete beta function I_x(a, b), by its continued fraction (Numerical Recipes, 3rd edition, section 6.4).</summary>
    internal static double RegularizedBeta(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        // The fraction converges fast only on this side; the other side follows from the symmetry.
        if (x > (a + 1) / (a + b + 2)) return 1 - RegularizedBeta(1 - x, b, a);
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        const double tiny = 1e-300;
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), fraction = d;
        for (int m = 1; m < 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            fraction *= c * d;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            double change = c * d;
            fraction *= change;
            if (Math.Abs(change - 1) < 1e-15) break;
        }

        return front * fraction;

        static double NotZero(double value) => Math.Abs(value) < tiny ? tiny : value;
    }

    /// <summary>ln Γ(x) for x above 0, by Lanczos' approximation with g = 7 and nine terms (Godfrey, 2001), good to about 15 digits.</summary>
    private static double LogGamma(double x)
    {
        ReadOnlySpan<double> terms =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        // Γ(x)Γ(1 − x) = π / sin πx
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        double sum = terms[0], shifted = x - 1, t = shifted + 7.5;
        for (int i = 1; i < terms.Length; i++) sum += terms[i] / (shifted + i);
        return 0.5 * Math.Log(2 * Math.PI) + (shifted + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
