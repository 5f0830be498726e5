using CnnTools.Core.Statistics;

namespace CnnTools.Core.Gates.Simulation;

/// <summary>
/// A recipe whose trainings are drawn instead of run. Each image has a margin, normally distributed over images; a model classifies it correctly where the
/// margin, plus noise of its own for each image and model,
/// plus the luck of the whole run, is above zero. Three measured figures fix it: accuracy and discordance fix the distribution of margins, the deviation over
/// seeds fixes the luck.
/// </summary>
public sealed class SimulatedRecipe
{
    private const int StepsPerUnit = 256;
    private const int Reach = 8;

    // P(Z ≤ z) on a grid from -8 to 8: read between its points it is off by less than a millionth, and ten times as fast as the series.
    private static readonly double[] s_shares = [.. Enumerable.Range(0, 2 * Reach * StepsPerUnit + 1).Select(static i => 1 - StandardNormal.UpperTail((double)i / StepsPerUnit - Reach))];

    private readonly double _mean;
    private readonly double _spread;
    private readonly double _luck;
    private readonly double[] _margins;

    private SimulatedRecipe(double mean, double spread, double luck, double[] margins) => (_mean, _spread, _luck, _margins) = (mean, spread, luck, margins);

    /// <summary>Makes a recipe that behaves as a measured one.</summary>
    /// <param name="noise">The measured figures.</param>
    /// <param name="random">Draws the images' margins.</param>
    /// <param name="images">Number of images; null takes as many as were measured.</param>
    public static SimulatedRecipe Of(RetrainingNoise noise, Random random, int? images = null)
    {
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentNullException.ThrowIfNull(random);
        double scaled = StandardNormal.Quantile(noise.Accuracy);
        // The wider the margins spread, the fewer images lie where the noise decides: discordance falls from 2A(1 − A) towards 0.
        double low = 0, high = 100;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (DiscordanceOf(scaled * Math.Sqrt(1 + middle * middle), middle) > noise.Discordance) low = middle;
            else high = middle;
        }

        double spread = low, mean = scaled * Math.Sqrt(1 + spread * spread);
        double excess = Math.Max(0, noise.Deviation * noise.Deviation - noise.CoinFlipDeviation * noise.CoinFlipDeviation);
        double luck = Math.Sqrt(excess) / Slope(mean, spread);
        var margins = new double[images ?? noise.Images];
        for (int i = 0; i < margins.Length; i++) margins[i] = spread * Normal(random);
        return new SimulatedRecipe(mean, spread, luck, margins);
    }

    /// <summary>The same images and luck, with a recipe that is truly worse.</summary>
    /// <param name="points">By how many percentage points of accuracy, on average over runs; at least 0.</param>
    public SimulatedRecipe WorseBy(double points)
    {
        // Luck widens the distribution of margins as a whole, as the spread and the noise do.
        double width = Math.Sqrt(1 + _spread * _spread + _luck * _luck), accuracy = 1 - StandardNormal.UpperTail(_mean / width);
        return new SimulatedRecipe(StandardNormal.Quantile(accuracy - points / 100) * width, _spread, _luck, _margins);
    }

    /// <summary>Draws one training: whether it classifies each image correctly.</summary>
    public bool[] Train(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double shift = _mean + _luck * Normal(random);
        var right = new bool[_margins.Length];
        // A normal number lies below the margin as often as a uniform one lies below the margin's share of the distribution.
        for (int i = 0; i < right.Length; i++) right[i] = random.NextDouble() < ShareBelow(_margins[i] + shift);
        return right;
    }

    private static double ShareBelow(double z)
    {
        double place = (Math.Clamp(z, -Reach, Reach) + Reach) * StepsPerUnit;
        int left = Math.Min((int)place, s_shares.Length - 2);
        return s_shares[left] + (place - left) * (s_shares[left + 1] - s_shares[left]);
    }

    /// <summary>E 2Φ(m)(1 − Φ(m)) over the margins m, by the trapezoidal rule over eight deviations.</summary>
    private static double DiscordanceOf(double mean, double spread)
    {
        const int steps = 400;
        double sum = 0, weights = 0;
        for (int i = 0; i <= steps; i++)
        {
            double z = -8 + 16.0 * i / steps, weight = Math.Exp(-z * z / 2), right = 1 - StandardNormal.UpperTail(mean + spread * z);
            sum += weight * 2 * right * (1 - right);
            weights += weight;
        }

        return sum / weights;
    }

    /// <summary>By how much the accuracy rises where all margins rise by a little.</summary>
    private static double Slope(double mean, double spread)
    {
        double width = Math.Sqrt(1 + spread * spread), z = mean / width;
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / width;
    }

    /// <summary>A standard normal number (Box and Muller, 1958).</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
