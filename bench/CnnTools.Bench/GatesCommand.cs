using System.CommandLine;
using System.Text;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;
using CnnTools.Core.Gates.Simulation;
using CnnTools.Core.Statistics;
using static System.FormattableString;

namespace CnnTools.Bench;

/// <summary>
/// How often the gates that compare with a baseline stop a build: over real trainings of unchanged recipes, and over simulated ones that behave as these. A
/// file of evaluations holds the models of one recipe, one a
/// seed: what <c>CnnTools.Worker train --seed-count</c> and <c>evaluate --result-path</c> leave.
/// </summary>
internal static class GatesCommand
{
    // Models of the candidate and of the baseline.
    private static readonly (int Seeds, int Baseline)[] s_counts = [(1, 1), (1, 3), (1, 5), (2, 2), (3, 3), (5, 5), (10, 10)];
    private static readonly double[] s_noise = [1, 1.5, 2, 4, 8];
    private const double Level = 0.05;

    public static Command Create()
    {
        var evaluation = new Option<FileInfo[]>("--evaluation") { AllowMultipleArgumentsPerToken = true, Required = true, Description = "Files of evaluations, one a recipe." };
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 2000, Description = "Simulated retrainings a cell." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var points = new Option<double>("--points") { DefaultValueFactory = _ => 0.5, Description = "Bound of MaxAccuracyDrop that is shown beside." };
        var command = new Command("gates", "False alarms and power of FailOnSignificantDrop and MaxAccuracyDrop, as Markdown.") { evaluation, trials, seed, points };
        command.SetAction(parsed => Console.Write(Report(
            [.. parsed.GetValue(evaluation)!.Select(static file => EvaluationFile.Read(file.FullName))], parsed.GetValue(trials), parsed.GetValue(seed), parsed.GetValue(points))));
        return command;
    }

    private static string Report(IReadOnlyList<IReadOnlyList<EvaluationRecord>> recipes, int trials, int seed, double points)
    {
        var text = new StringBuilder();
        WriteMeasured(text, recipes, points);
        WriteSimulated(text, recipes, trials, seed, points);
        WriteImages(text, recipes, trials, seed);
        WriteNoise(text, trials, seed, points);
        return text.ToString();
    }

    private static void WriteMeasured(StringBuilder text, IReadOnlyList<IReadOnlyList<EvaluationRecord>> recipes, double points)
    {
        text.AppendLine("## Real trainings of unchanged recipes").AppendLine();
        text.AppendLine(Invariant($"| recipe | seeds | images | accuracy | deviation over seeds | of coins alone | overdispersion | discordance | one against one: FailOnSignificantDrop | MaxAccuracyDrop {points} | two against two: FailOnSignificantDrop | MaxAccuracyDrop {points} |"));
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (IReadOnlyList<EvaluationRecord> runs in recipes)
        {
            RetrainingNoise noise = RetrainingNoise.Of(runs);
            GateRates one = RetrainingSimulation.Compare(runs, 1, Level, points), two = RetrainingSimulation.Compare(runs, 2, Level, points);
            text.AppendLine(Invariant($"| {Name(runs)} | {noise.Runs} | {noise.Images:N0} | {100 * noise.Accuracy:0.00}% | {100 * noise.Deviation:0.00} pp | {100 * noise.CoinFlipDeviation:0.00} pp | {noise.Overdispersion:0.0} | {100 * noise.Discordance:0.0}% | {Count(one.SignificantDrops, one.Trials)} | {Count(one.DropsBeyondPoints, one.Trials)} | {Count(two.SignificantDrops, two.Trials)} | {Count(two.DropsBeyondPoints, two.Trials)} |"));
        }

        text.AppendLine();
    }

    private static void WriteSimulated(StringBuilder text, IReadOnlyList<IReadOnlyList<EvaluationRecord>> recipes, int trials, int seed, double points)
    {
        text.AppendLine(Invariant($"## Simulated retrainings, {trials:N0} a line and column, SignificanceLevel {Level}")).AppendLine();
        text.AppendLine(Invariant($"| recipe | seeds (candidate, baseline) | false alarms: FailOnSignificantDrop | MaxAccuracyDrop {points} | a true drop of one point found: FailOnSignificantDrop | MaxAccuracyDrop {points} |"));
        text.AppendLine("|---|---|---:|---:|---:|---:|");
        foreach (IReadOnlyList<EvaluationRecord> runs in recipes)
        {
            var recipe = SimulatedRecipe.Of(RetrainingNoise.Of(runs), new Random(seed));
            foreach ((int seeds, int baseline) in s_counts)
            {
                GateRates same = RetrainingSimulation.Run(recipe, 0, seeds, baseline, trials, Level, points, new Random(seed)), worse = RetrainingSimulation.Run(recipe, 1, seeds, baseline, trials, Level, points, new Random(seed + 1));
                text.AppendLine(Invariant($"| {Name(runs)} | {seeds}, {baseline} | {Rate(same.SignificantDrops, trials)} | {Rate(same.DropsBeyondPoints, trials)} | {Rate(worse.SignificantDrops, trials)} | {Rate(worse.DropsBeyondPoints, trials)} |"));
            }
        }

        text.AppendLine();
    }

    private static void WriteImages(StringBuilder text, IReadOnlyList<IReadOnlyList<EvaluationRecord>> recipes, int trials, int seed)
    {
        text.AppendLine("## Images that find a drop of one point with power 0.9, one model against one").AppendLine();
        text.AppendLine("| recipe | images at hand | power there, by the formula | simulated without luck | images for 0.9, by the formula | power there, simulated without luck | with luck |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (IReadOnlyList<EvaluationRecord> runs in recipes)
        {
            RetrainingNoise noise = RetrainingNoise.Of(runs), coins = noise with { Deviation = noise.CoinFlipDeviation };
            int enough = DropPower.Images(1, noise.Discordance, Level);
            text.AppendLine(Invariant($"| {Name(runs)} | {noise.Images:N0} | {DropPower.Of(1, noise.Discordance, noise.Images, Level):0.00} | {Power(coins, noise.Images):0.00} | {enough:N0} | {Power(coins, enough):0.00} | {Power(noise, enough):0.00} |"));
        }

        text.AppendLine();

        double Power(RetrainingNoise noise, int images) => RetrainingSimulation.Run(SimulatedRecipe.Of(noise, new Random(seed), images), 1, 1, 1, trials, Level, 100, new Random(seed)).SignificantRate;
    }

    private static void WriteNoise(StringBuilder text, int trials, int seed, double points)
    {
        text.AppendLine(Invariant($"## What training noise adds: accuracy 84%, 10,000 images, discordance 10%, {trials:N0} simulated retrainings a cell")).AppendLine();
        text.AppendLine(Invariant($"False alarms of FailOnSignificantDrop / of MaxAccuracyDrop {points} / a true drop of one point found by FailOnSignificantDrop.")).AppendLine();
        text.AppendLine("| overdispersion (deviation over seeds) | " + string.Join(" | ", s_counts.Select(static count => Invariant($"{count.Seeds}, {count.Baseline}"))) + " |");
        text.AppendLine("|---|" + string.Concat(s_counts.Select(static _ => "---:|")));
        foreach (double factor in s_noise)
        {
            var coins = new RetrainingNoise(10_000, 0, 0.84, 0.1, 0);
            RetrainingNoise noise = coins with { Deviation = coins.CoinFlipDeviation * Math.Sqrt(factor) };
            var recipe = SimulatedRecipe.Of(noise, new Random(seed));
            text.AppendLine(Invariant($"| {factor:0.0} ({100 * noise.Deviation:0.00} pp) | {string.Join(" | ", s_counts.Select(count => Cell(recipe, count.Seeds, count.Baseline)))} |"));
        }

        string Cell(SimulatedRecipe recipe, int seeds, int baseline)
        {
            GateRates same = RetrainingSimulation.Run(recipe, 0, seeds, baseline, trials, Level, points, new Random(seed)), worse = RetrainingSimulation.Run(recipe, 1, seeds, baseline, trials, Level, points, new Random(seed + 1));
            return Invariant($"{100 * same.SignificantRate:0.0}% / {100 * same.PointsRate:0.0}% / {100 * worse.SignificantRate:0}%");
        }
    }

    private static string Name(IReadOnlyList<EvaluationRecord> runs) => $"{runs[0].Architecture} on {runs[0].Dataset}";

    private static string Count(int count, int trials) => trials == 0 ? "" : Invariant($"{count} of {trials}");

    private static string Rate(int count, int trials)
    {
        WilsonInterval interval = WilsonInterval.Of(count, trials);
        return Invariant($"{100.0 * count / trials:0.0}% ({100 * interval.Lower:0.0}-{100 * interval.Upper:0.0})");
    }
}
