using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates.Simulation;

/// <summary>How much the models of one recipe differ from seed to seed, measured on the same images.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Runs">Number of models.</param>
/// <param name="Accuracy">Mean accuracy, in <c>(0, 1)</c>.</param>
/// <param name="Discordance">Share of images that only one of two models classifies correctly, the mean over all pairs, in <c>(0, 1)</c>.</param>
/// <param name="Deviation">Standard deviation of the accuracy over seeds, a fraction.</param>
public sealed record RetrainingNoise(int Images, int Runs, double Accuracy, double Discordance, double Deviation)
{
    /// <summary>
    /// Standard deviation that the accuracy would have if each image were a coin of its own, tossed for each model independently of the other images:
    /// √(discordance / 2n). McNemar's test
    /// assumes no more than this.
    /// </summary>
    public double CoinFlipDeviation => Math.Sqrt(Discordance / (2 * Images));

    /// <summary>
    /// Variance of the accuracy over seeds in units of the coins': 1 where McNemar's test states its rate truly, above 1 where runs as a whole turn out better
    /// or worse.
    /// </summary>
    public double Overdispersion => Deviation * Deviation / (CoinFlipDeviation * CoinFlipDeviation);

    /// <summary>Measures the noise of a recipe.</summary>
    /// <param name="runs">Evaluations of its models on the same images, one a seed, at least two.</param>
    public static RetrainingNoise Of(IReadOnlyList<EvaluationRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs.Count, 2);
        bool[][] right = [.. runs.Select(static run => CorrectnessBits.TryUnpack(run.Correct, run.Count)!)];
        int images = right[0].Length;
        double mean = runs.Average(static run => run.Accuracy);
        double variance = runs.Sum(run => (run.Accuracy - mean) * (run.Accuracy - mean)) / (runs.Count - 1);
        double discordance = (from i in Enumerable.Range(0, right.Length) from j in Enumerable.Range(i + 1, right.Length - i - 1) select SignificantDrop.Only(right[i], right[j]) + SignificantDrop.Only(right[j], right[i])).Average() / images;
        return new RetrainingNoise(images, runs.Count, mean, discordance, Math.Sqrt(variance));
    }
}
