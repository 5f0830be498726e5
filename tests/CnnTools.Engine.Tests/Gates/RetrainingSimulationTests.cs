using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Gates.Simulation;

namespace CnnTools.Engine.Tests.Gates;

/// <summary>
/// What the gates state about themselves, over hundreds of simulated retrainings. Seeded: the counts are the same on every machine. The bounds are far enough
/// from what is expected that another seed would pass as well.
/// </summary>
public sealed class RetrainingSimulationTests
{
    private const double Level = 0.05;
    private const int Trials = 400;

    // 84% on 2,500 images, a tenth of them divided: the coins alone move the accuracy by 0.45 points.
    private static readonly RetrainingNoise s_coins = new(2500, 5, 0.84, 0.10, 0.00447);

    private static RetrainingNoise Noisy(double factor) => s_coins with { Deviation = s_coins.CoinFlipDeviation * Math.Sqrt(factor) };

    private static GateRates Run(RetrainingNoise noise, double drop, int seeds, int baseline) =>
        RetrainingSimulation.Run(SimulatedRecipe.Of(noise, new Random(1)), drop, seeds, baseline, Trials, Level, points: 0.5, new Random(2));

    [Fact]
    public void A_simulated_recipe_behaves_as_the_measured_one()
    {
        var recipe = SimulatedRecipe.Of(Noisy(3) with { Images = 10_000 }, new Random(1));
        var random = new Random(2);
        EvaluationRecord[] runs = [.. Enumerable.Range(0, 60).Select(seed => Evaluations.Of(recipe.Train(random), seed))];
        RetrainingNoise measured = RetrainingNoise.Of(runs);
        Assert.InRange(measured.Accuracy, 0.83, 0.85);
        Assert.InRange(measured.Discordance, 0.095, 0.11);
        // Sampling the images once shifts all runs alike; what is left is the deviation over seeds, here known to about a tenth.
        Assert.InRange(measured.Deviation / (Noisy(3).Deviation), 0.7, 1.3);
    }

    [Fact]
    public void One_model_against_one_raises_false_alarms_at_the_rate_it_states_where_images_are_coins() =>
        Assert.InRange(Run(Noisy(1), 0, 1, 1).SignificantRate, 0.015, 0.08);

    [Fact]
    public void The_luck_of_trainings_makes_it_raise_more() =>
        Assert.InRange(Run(Noisy(4), 0, 1, 1).SignificantRate, 0.12, 0.30);

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(4, 3, 3)]
    [InlineData(8, 3, 3)]
    [InlineData(4, 1, 5)]
    public void Several_seeds_bring_the_rate_back_to_what_is_stated(double noise, int seeds, int baseline) =>
        Assert.InRange(Run(Noisy(noise), 0, seeds, baseline).SignificantRate, 0.001, 0.08);

    [Fact]
    public void A_drop_of_one_point_is_found_on_as_many_images_as_the_verdict_names()
    {
        int enough = DropPower.Images(1, 0.1, Level);
        var recipe = SimulatedRecipe.Of(Noisy(1), new Random(1), enough);
        Assert.InRange(RetrainingSimulation.Run(recipe, 1, 1, 1, Trials, Level, 0.5, new Random(2)).SignificantRate, 0.85, 0.95);
        recipe = SimulatedRecipe.Of(Noisy(1), new Random(1), enough / 4);
        Assert.InRange(RetrainingSimulation.Run(recipe, 1, 1, 1, Trials, Level, 0.5, new Random(2)).SignificantRate, 0.3, 0.6);
    }

    [Fact]
    public void A_fixed_number_of_points_has_whatever_rate_the_noise_gives_it()
    {
        Assert.InRange(Run(Noisy(1), 0, 1, 1).PointsRate, 0.15, 0.3); // half a point is 0.8 deviations of a difference here
        Assert.InRange(Run(Noisy(8), 0, 1, 1).PointsRate, 0.3, 0.5);
    }

    [Fact]
    public void Real_models_are_compared_with_one_another_in_both_directions()
    {
        EvaluationRecord[] runs = [Evaluations.Of(900), Evaluations.Of(900, seed: 2), Evaluations.Of(850, seed: 3)];
        GateRates rates = RetrainingSimulation.Compare(runs, 1, Level, 0.5);
        Assert.Equal(new GateRates(6, 2, 2), rates); // the third is worse than both others, and nothing else
    }
}
