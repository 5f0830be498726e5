using CnnTools.Core.Statistics;

namespace CnnTools.Core.Gates;

/// <summary>Whether a model, or a recipe trained with several seeds, is worse than a baseline on the same images.</summary>
/// <param name="PValue">How often a model no worse than the baseline would look this bad, or worse.</param>
/// <param name="Drop">The baseline's accuracy less the model's, in percentage points; negative where the model is better.</param>
/// <param name="Discordance">Share of images that only one of two models classifies correctly, the mean over the pairs.</param>
/// <param name="StandardError">Standard error of <paramref name="Drop"/>, in percentage points.</param>
/// <param name="Method">The test, as a reader would look it up.</param>
public sealed record SignificantDrop(double PValue, double Drop, double Discordance, double StandardError, string Method)
{
    /// <summary>Tests a drop.</summary>
    /// <param name="runs">Whether each image was classified correctly, by each model of the candidate: one a seed.</param>
    /// <param name="baseline">The same of the baseline; the same images.</param>
    /// <remarks>
    /// One model against one: the one-sided exact McNemar test. It asks whether these two models differ, and takes the training's own luck for a difference.
    /// Several seeds on either side: Student's t-test on the runs' accuracies with a common variance, one-sided, which asks whether the recipes differ. The
    /// variance is never taken to
    /// be smaller than what independent coin flips for the images would give, so that two runs which happen to agree prove nothing.
    /// </remarks>
    public static SignificantDrop Test(IReadOnlyList<bool[]> runs, IReadOnlyList<bool[]> baseline)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(baseline);
        int images = runs[0].Length;
        double drop = baseline.Average(Accuracy) - runs.Average(Accuracy);
        double discordance = runs.SelectMany(run => baseline.Select(other => Discordant(run, other))).Average();
        if (runs.Count == 1 && baseline.Count == 1)
        {
            int onlyModel = Only(runs[0], baseline[0]), onlyBaseline = Only(baseline[0], runs[0]);
            double error = Math.Sqrt(Math.Max(0, discordance - drop * drop) / images);
            return new SignificantDrop(McNemarTest.SecondWorse(onlyBaseline, onlyModel), 100 * drop, discordance, 100 * error, "exact McNemar test, one-sided");
        }

        int degrees = runs.Count + baseline.Count - 2;
        double variance = Math.Max((SquaredDeviations(runs) + SquaredDeviations(baseline)) / degrees, CoinFlipVariance(runs, baseline, images));
        double standardError = Math.Sqrt(variance * (1.0 / runs.Count + 1.0 / baseline.Count));
        double p = standardError > 0 ? StudentT.UpperTail(drop / standardError, degrees) : drop > 0 ? 0 : 1;
        return new SignificantDrop(p, 100 * drop, discordance, 100 * standardError, Invariant($"t-test over seeds ({runs.Count} against {baseline.Count}), one-sided"));
    }

    /// <summary>Number of images only the first classifies correctly.</summary>
    public static int Only(bool[] first, bool[] second)
    {
        int count = 0;
        for (int i = 0; i < first.Length; i++)
            if (first[i] && !second[i]) count++;
        return count;
    }

    private static double Accuracy(bool[] right) => (double)right.Count(static image => image) / right.Length;

    private static double Discordant(bool[] first, bool[] second) => (double)(Only(first, second) + Only(second, first)) / first.Length;

    private static double SquaredDeviations(IReadOnlyList<bool[]> runs)
    {
        double mean = runs.Average(Accuracy);
        return runs.Sum(run => (Accuracy(run) - mean) * (Accuracy(run) - mean));
    }

    /// <summary>
    /// Variance of a run's accuracy if every image were an independent flip of its own coin: Σ p(1 − p) / n². Two runs of one recipe disagree on 2 Σ p(1 − p)
    /// images on average,
    /// so that half their discordance, divided by n, estimates it.
    /// </summary>
    private static double CoinFlipVariance(IReadOnlyList<bool[]> runs, IReadOnlyList<bool[]> baseline, int images)
    {
        double[] within = [.. Pairs(runs), .. Pairs(baseline)];
        return within.Average() / (2 * images);

        static IEnumerable<double> Pairs(IReadOnlyList<bool[]> models) =>
            from i in Enumerable.Range(0, models.Count) from j in Enumerable.Range(i + 1, models.Count - i - 1) select Discordant(models[i], models[j]);
    }
}
