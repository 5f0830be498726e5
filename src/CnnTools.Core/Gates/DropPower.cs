using CnnTools.Core.Statistics;

namespace CnnTools.Core.Gates;

/// <summary>How large a drop the images and seeds at hand can show (images: Connor, 1987, for the paired test of two proportions; seeds: the t-test's power,
/// its noncentral distribution taken for a normal one).</summary>
public static class DropPower
{
    /// <summary>How often a true drop is found.</summary>
    /// <param name="drop">The true drop in percentage points, above 0.</param>
    /// <param name="discordance">Share of images that only one of the models classifies correctly, in <c>(0, 1]</c>.</param>
    /// <param name="images">Number of images.</param>
    /// <param name="level">Significance level of the one-sided test.</param>
    /// <returns>The power, in <c>[0, 1]</c>.</returns>
    public static double Of(double drop, double discordance, int images, double level)
    {
        double difference = drop / 100, spread = Math.Max(discordance, difference);
        double noise = Math.Sqrt(Math.Max(spread - difference * difference, 1e-12));
        return 1 - StandardNormal.UpperTail((difference * Math.Sqrt(images) - StandardNormal.Quantile(1 - level) * Math.Sqrt(spread)) / noise);
    }

    /// <summary>How many images it takes to find a true drop this often.</summary>
    /// <param name="drop">The true drop in percentage points, above 0.</param>
    /// <param name="discordance">Share of images that only one of the models classifies correctly, in <c>(0, 1]</c>.</param>
    /// <param name="level">Significance level of the one-sided test.</param>
    /// <param name="power">The power wanted, in <c>(0, 1)</c>.</param>
    public static int Images(double drop, double discordance, double level, double power = 0.9)
    {
        double difference = drop / 100, spread = Math.Max(discordance, difference);
        double root = StandardNormal.Quantile(1 - level) * Math.Sqrt(spread) + StandardNormal.Quantile(power) * Math.Sqrt(Math.Max(spread - difference * difference, 0));
        return (int)Math.Ceiling(Math.Pow(root / difference, 2));
    }

    /// <summary>How often a true drop is found by the t-test over seeds.</summary>
    /// <param name="drop">The true drop in percentage points, above 0.</param>
    /// <param name="deviation">Standard deviation of the accuracy over seeds in percentage points, above 0.</param>
    /// <param name="seeds">Models of the candidate, at least 1.</param>
    /// <param name="baselineSeeds">Models of the baseline, at least 1; three on both sides together at least.</param>
    /// <param name="level">Significance level of the one-sided test.</param>
    /// <returns>The power, in <c>[0, 1]</c>.</returns>
    public static double OfSeeds(double drop, double deviation, int seeds, int baselineSeeds, double level)
    {
        double error = deviation * Math.Sqrt(1.0 / seeds + 1.0 / baselineSeeds);
        return 1 - StandardNormal.UpperTail(drop / error - StudentT.Quantile(1 - level, seeds + baselineSeeds - 2));
    }

    /// <summary>How many seeds on either side it takes to find a true drop this often.</summary>
    /// <param name="drop">The true drop in percentage points, above 0.</param>
    /// <param name="deviation">Standard deviation of the accuracy over seeds in percentage points, above 0.</param>
    /// <param name="level">Significance level of the one-sided test.</param>
    /// <param name="power">The power wanted, in <c>(0, 1)</c>.</param>
    public static int Seeds(double drop, double deviation, double level, double power = 0.9)
    {
        // From what the normal distribution alone would take: the t-test takes a few more.
        double normal = 2 * Math.Pow((StandardNormal.Quantile(1 - level) + StandardNormal.Quantile(power)) * deviation / drop, 2);
        int seeds = Math.Max(2, (int)Math.Ceiling(normal));
        while (OfSeeds(drop, deviation, seeds, seeds, level) < power) seeds++;
        return seeds;
    }
}
