using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates.Simulation;

/// <summary>How often gates that compare with a baseline stop a build, over many retrainings of a recipe: false alarms where it did not change, power where it
/// got worse.</summary>
public static class RetrainingSimulation
{
    /// <summary>Compares simulated retrainings with baselines of the unchanged recipe, a new baseline each time, so that the baseline's luck counts as
    /// well.</summary>
    /// <param name="recipe">The recipe of the baselines.</param>
    /// <param name="drop">By how many percentage points the retrained recipe is truly worse; 0 where it did not change.</param>
    /// <param name="seeds">Models of the candidate (<c>SeedCount</c>), at least 1.</param>
    /// <param name="baselineSeeds">Models of the baseline, at least 1.</param>
    /// <param name="trials">Number of comparisons, at least 1.</param>
    /// <param name="level">Significance level of <c>FailOnSignificantDrop</c>.</param>
    /// <param name="points">Bound of <c>MaxAccuracyDrop</c> in percentage points, shown beside it.</param>
    /// <param name="random">Draws everything: the same state gives the same counts.</param>
    public static GateRates Run(SimulatedRecipe recipe, double drop, int seeds, int baselineSeeds, int trials, double level, double points, Random random)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(random);
        SimulatedRecipe candidate = drop > 0 ? recipe.WorseBy(drop) : recipe;
        int significant = 0, beyond = 0;
        for (int trial = 0; trial < trials; trial++)
        {
            SignificantDrop test = SignificantDrop.Test(Draw(candidate, seeds, random), Draw(recipe, baselineSeeds, random));
            if (test.PValue < level) significant++;
            if (test.Drop > points + 1e-9) beyond++;
        }

        return new GateRates(trials, significant, beyond);
    }

    /// <summary>Compares real models of one unchanged recipe with one another, each with each as model and as baseline.</summary>
    /// <param name="runs">Evaluations of the models on the same images, one a seed.</param>
    /// <param name="seeds">Models a side: groups of consecutive seeds.</param>
    /// <param name="level">Significance level of <c>FailOnSignificantDrop</c>.</param>
    /// <param name="points">Bound of <c>MaxAccuracyDrop</c> in percentage points.</param>
    public static GateRates Compare(IReadOnlyList<EvaluationRecord> runs, int seeds, double level, double points)
    {
        ArgumentNullException.ThrowIfNull(runs);
        bool[][][] groups = [.. runs.Select(static run => CorrectnessBits.TryUnpack(run.Correct, run.Count)!).Chunk(seeds).Where(group => group.Length == seeds)];
        int trials = 0, significant = 0, beyond = 0;
        for (int model = 0; model < groups.Length; model++)
        {
            for (int baseline = 0; baseline < groups.Length; baseline++)
            {
                if (model == baseline) continue;
                SignificantDrop test = SignificantDrop.Test(groups[model], groups[baseline]);
                trials++;
                if (test.PValue < level) significant++;
                if (test.Drop > points + 1e-9) beyond++;
            }
        }

        return new GateRates(trials, significant, beyond);
    }

    private static bool[][] Draw(SimulatedRecipe recipe, int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => recipe.Train(random))];
}

/// <summary>How often two gates stopped a build.</summary>
/// <param name="Trials">Number of comparisons.</param>
/// <param name="SignificantDrops">How often <c>FailOnSignificantDrop</c> did.</param>
/// <param name="DropsBeyondPoints">How often <c>MaxAccuracyDrop</c> did.</param>
public sealed record GateRates(int Trials, int SignificantDrops, int DropsBeyondPoints)
{
    /// <summary>Share that <c>FailOnSignificantDrop</c> stopped, in <c>[0, 1]</c>.</summary>
    public double SignificantRate => (double)SignificantDrops / Trials;

    /// <summary>Share that <c>MaxAccuracyDrop</c> stopped, in <c>[0, 1]</c>.</summary>
    public double PointsRate => (double)DropsBeyondPoints / Trials;
}
