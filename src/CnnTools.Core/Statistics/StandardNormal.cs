namespace CnnTools.Core.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class StandardNormal
{
    /// <summary>P(Z ≥ z).</summary>
    public static double UpperTail(double z) => z < 0 ? 1 - UpperTail(-z) : HalfErrorComplement(z);

    /// <summary>The z that P(Z ≤ z) reaches a share at.</summary>
    /// <param name="share">In <c>(0, 1)</c>.</param>
    public static double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        double low = -40, high = 40;
        for (int i = 0; i < 200 && low < high; i++)
        {
            double middle = (low + high) / 2;
            if (1 - UpperTail(middle) < share) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>erfc(z/√2)/2 for z at least 0: the Taylor series near 0, Lentz' continued fraction beyond (Abramowitz and Stegun, 26.2.10 and
    /// 26.2.14).</summary>
    private static double HalfErrorComplement(double z)
    {
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < 3)
        {
            double term = z, sum = z;
            for (int i = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum) && i < 500; i++) sum += term *= z * z / (2 * i + 1);
            return 0.5 - density * sum;
        }

        double fraction = z;
        for (int i = 200; i > 0; i--) fraction = z + i / fraction;
        return density / fraction;
    }
}
