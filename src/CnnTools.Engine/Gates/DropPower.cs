namespace CnnTools.Engine.Gates;

/// <summary>How large a drop the pictures at hand can show (Connor, 1987, for the paired test of two proportions).</summary>
public static class DropPower
{
    /// <summary>How often a true drop is found.</summary>
    /// <param name="drop">The true drop in percentage points, above 0.</param>
    /// <param name="discordance">Share of pictures that only one of the models classifies correctly, in <c>(0, 1]</c>.</param>
    /// <param name="pictures">Number of pictures.</param>
    /// <param name="level">Significance level of the one-sided test.</param>
    /// <returns>The power, in <c>[0, 1]</c>.</returns>
    public static double Of(double drop, double discordance, int pictures, double level)
    {
        double difference = drop / 100, spread = Math.Max(discordance, difference);
        double noise = Math.Sqrt(Math.Max(spread - difference * difference, 1e-12));
        return 1 - StandardNormal.UpperTail((difference * Math.Sqrt(pictures) - StandardNormal.Quantile(1 - level) * Math.Sqrt(spread)) / noise);
    }

    /// <summary>How many pictures it takes to find a true drop this often.</summary>
    /// <param name="drop">The true drop in percentage points, above 0.</param>
    /// <param name="discordance">Share of pictures that only one of the models classifies correctly, in <c>(0, 1]</c>.</param>
    /// <param name="level">Significance level of the one-sided test.</param>
    /// <param name="power">The power wanted, in <c>(0, 1)</c>.</param>
    public static int Pictures(double drop, double discordance, double level, double power = 0.9)
    {
        double difference = drop / 100, spread = Math.Max(discordance, difference);
        double root = StandardNormal.Quantile(1 - level) * Math.Sqrt(spread) + StandardNormal.Quantile(power) * Math.Sqrt(Math.Max(spread - difference * difference, 0));
        return (int)Math.Ceiling(Math.Pow(root / difference, 2));
    }
}
