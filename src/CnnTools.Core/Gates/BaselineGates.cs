using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates;

/// <summary>The gates that compare with a baseline: drop, significant drop, suspicious gain.</summary>
internal sealed class BaselineGates(CnnGateOptions options, IReadOnlyList<EvaluationRecord> runs, Func<Baseline>? read)
{
    // Rounding of a difference of two shares must not turn a drop of exactly the bound into a larger one.
    private const double Rounding = 1e-9;

    private (Baseline? Baseline, GateFinding? Problem)? _known;

    public GateFinding Judge(CnnGate gate)
    {
        _known ??= Load();
        if (_known is not { Baseline: { } baseline }) return _known.Value.Problem! with { Baseline = options.Baseline, Bound = BoundOf(gate) };
        GateFinding finding = gate switch
        {
            CnnGate.MaxAccuracyDrop => Drop(baseline, options.MaxAccuracyDrop!.Value),
            CnnGate.MaxSuspiciousGain => Gain(baseline, options.MaxSuspiciousGain!.Value),
            CnnGate.FailOnSignificantDrop => Significant(baseline),
            _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, "No gate with a baseline."),
        };
        return finding with { Baseline = options.Baseline, BaselineValue = baseline.Accuracy, Count = baseline.Count };
    }

    private double? BoundOf(CnnGate gate) => gate switch
    {
        CnnGate.MaxAccuracyDrop => options.MaxAccuracyDrop,
        CnnGate.MaxSuspiciousGain => options.MaxSuspiciousGain,
        _ => options.SignificanceLevel,
    };

    private (Baseline?, GateFinding?) Load()
    {
        if (read is null) return (null, GateFinding.Missing(GateCodes.BaselineMissing, "expected a baseline to compare with; none was named. Give Baseline, or leave the gate out."));
        Baseline baseline;
        try
        {
            baseline = read();
        }
        catch (CnnException problem)
        {
            return (null, GateFinding.Missing(GateCodes.BaselineMissing, problem.Message));
        }

        EvaluationRecord first = runs[0];
        if ((baseline.DatasetHash, baseline.Count, baseline.Split) != (first.DatasetHash, first.Count, first.Split))
            return (null, GateFinding.Missing(
                GateCodes.BaselineMismatch,
                Invariant($"the baseline rests on {baseline.Count:N0} images of {baseline.Dataset} {baseline.Split} (SHA-256 {Short(baseline.DatasetHash)}), the evaluation on {first.Count:N0} of {first.Dataset} {first.Split} (SHA-256 {Short(first.DatasetHash)}); only the same images can be compared. Write the baseline again from a model you trust.")));
        return (baseline, null);
    }

    private GateFinding Drop(Baseline baseline, double bound)
    {
        double drop = 100 * (baseline.Accuracy - Mean());
        bool holds = drop <= bound + Rounding;
        return GateFinding.Of(holds, drop, bound, Invariant($"{Change(baseline)}; a drop of at most {bound} points is allowed (MaxAccuracyDrop){(holds ? "" : Chance(baseline))}"));
    }

    private GateFinding Gain(Baseline baseline, double bound)
    {
        double gain = 100 * (Mean() - baseline.Accuracy);
        bool holds = gain <= bound + Rounding;
        string advice = holds ? "" : ": look for test images that leaked into training, and write a new baseline if the gain is real";
        return GateFinding.Of(holds, gain, bound, Invariant($"{Change(baseline)}; a gain of more than {bound} points is suspicious (MaxSuspiciousGain){advice}"));
    }

    private GateFinding Significant(Baseline baseline)
    {
        SignificantDrop test = Test(baseline);
        double level = options.SignificanceLevel;
        bool holds = test.PValue >= level;
        string verdict = Invariant($"{Change(baseline)}; {Chance(test.PValue)} ({test.Method}) is {(holds ? "not below" : "below")} SignificanceLevel {level}");
        return GateFinding.Of(holds, test.PValue, level, verdict + Caution(baseline, test, holds));
    }

    private SignificantDrop Test(Baseline baseline) =>
        SignificantDrop.Test([.. runs.Select(static run => CorrectnessBits.TryUnpack(run.Correct, run.Count)!)], [.. baseline.Run.Select(run => CorrectnessBits.TryUnpack(run.Correct, baseline.Count)!)]);

    /// <summary>What the test cannot know: luck of the training where it fails, too few images or seeds where it passes.</summary>
    private string Caution(Baseline baseline, SignificantDrop test, bool holds)
    {
        bool single = runs.Count == 1 && baseline.Run.Count == 1;
        if (!holds) return single ? ". The level is that of two models; two trainings of one recipe differ by luck as well and fail oftener: SeedCount tells a worse recipe from a less lucky run" : "";
        return single ? PowerOfImages(baseline, test) : PowerOfSeeds(baseline, test);
    }

    private string PowerOfImages(Baseline baseline, SignificantDrop test)
    {
        if (test.Discordance == 0) return "";
        double power = DropPower.Of(1, test.Discordance, baseline.Count, options.SignificanceLevel);
        string enough = power >= 0.9 ? "" : Invariant($"; power 0.9 takes {DropPower.Images(1, test.Discordance, options.SignificanceLevel):N0} images");
        return Invariant($". A true drop of one point would be found with power {power:0.00} on these {baseline.Count:N0} images{enough}");
    }

    private string PowerOfSeeds(Baseline baseline, SignificantDrop test)
    {
        if (test.StandardError == 0) return "";
        double deviation = test.StandardError / Math.Sqrt(1.0 / runs.Count + 1.0 / baseline.Run.Count);
        double power = DropPower.OfSeeds(1, deviation, runs.Count, baseline.Run.Count, options.SignificanceLevel);
        string enough = power >= 0.9 ? "" : Invariant($"; power 0.9 takes {DropPower.Seeds(1, deviation, options.SignificanceLevel)} on both sides");
        return Invariant($". A true drop of one point would be found with power {power:0.00} with these seeds (deviation {deviation:0.00} points){enough}");
    }

    /// <summary>Whether a drop beyond a fixed bound is more than chance: a fixed bound itself does not know.</summary>
    private string Chance(Baseline baseline)
    {
        SignificantDrop test = Test(baseline);
        return Invariant($"; {Chance(test.PValue)} ({test.Method}){(test.PValue < options.SignificanceLevel ? "" : ", so that it may be chance")}");
    }

    private string Change(Baseline baseline)
    {
        double mean = Mean(), points = 100 * (mean - baseline.Accuracy);
        string seeds = runs.Count == 1 && baseline.Run.Count == 1 ? "" : Invariant($", mean of {runs.Count} and {baseline.Run.Count} seeds");
        return Invariant($"accuracy {mean:0.0000} is {Math.Abs(points):0.00} points {(points < 0 ? "below" : "above")} the baseline's {baseline.Accuracy:0.0000} ({baseline.Count:N0} images of {baseline.Dataset} {baseline.Split}{seeds})");
    }

    private double Mean() => runs.Average(static run => run.Accuracy);

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    /// <summary>A p-value to four digits; one that would round to nothing is smaller than that, and not 0.</summary>
    private static string Chance(double p) => p < 0.00005 ? "p < 0.0001" : Invariant($"p = {p:0.0000}");
}
