using CnnTools.Core.Evaluation;
using CnnTools.Core.Gates;

namespace CnnTools.Engine.Tests.Gates;

/// <summary>Each gate at its bound, beyond it, and without what it needs.</summary>
public sealed class GateEvaluatorTests
{
    private static readonly EvaluationRecord s_run = Evaluations.Of(900) with { Latency = new CnnLatency { Warmup = 10, Count = 100, P50 = 1, P95 = 2, P99 = 3 } };

    private static CnnGateResult Judge(CnnGateOptions options, Func<Baseline>? baseline = null, params EvaluationRecord[] runs) =>
        Assert.Single(GateEvaluator.Judge("pets", options, runs is [] ? [s_run] : runs, baseline));

    public static TheoryData<CnnGate, CnnGateOptions, CnnGateOptions> Bounds => new()
    {
        { CnnGate.MinAccuracy, new() { MinAccuracy = 0.9 }, new() { MinAccuracy = 0.9001 } },
        { CnnGate.MinAccuracyLowerBound, new() { MinAccuracyLowerBound = 0.8798 }, new() { MinAccuracyLowerBound = 0.8799 } }, // Wilson, 900 of 1,000: 0.87985
        { CnnGate.MinClassRecall, new() { MinClassRecall = 0.9 }, new() { MinClassRecall = 0.9001 } },
        { CnnGate.MinClassF1, new() { MinClassF1 = 0.9 }, new() { MinClassF1 = 0.9001 } },
        { CnnGate.MaxCalibrationError, new() { MaxCalibrationError = 0.03 }, new() { MaxCalibrationError = 0.0299 } },
        { CnnGate.MaxModelBytes, new() { MaxModelBytes = 2048 }, new() { MaxModelBytes = 2047 } },
        { CnnGate.MaxParameters, new() { MaxParameters = 2402 }, new() { MaxParameters = 2401 } },
        { CnnGate.MaxLatencyMilliseconds, new() { MaxLatencyMilliseconds = 2 }, new() { MaxLatencyMilliseconds = 1.99 } },
        { CnnGate.MinTestImages, new() { MinTestImages = 1000 }, new() { MinTestImages = 1001 } },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void A_figure_at_its_bound_passes_and_one_beyond_it_fails(CnnGate gate, CnnGateOptions within, CnnGateOptions beyond)
    {
        CnnGateResult passed = Judge(within), failed = Judge(beyond);
        Assert.Equal((gate, CnnGateOutcome.Passed, false), (passed.Gate, passed.Outcome, passed.Fails));
        Assert.Equal((gate, CnnGateOutcome.Failed, true), (failed.Gate, failed.Outcome, failed.Fails));
        Assert.Equal(GateCodes.Of(gate), failed.Code);
        Assert.Equal(passed.Value, failed.Value);
        Assert.EndsWith(".", failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CnnGate.MaxAccuracyDrop, 905, "accuracy 0.9000 is 0.50 points below the baseline's 0.9050 (1,000 images of Pets Test)")]
    [InlineData(CnnGate.MaxSuspiciousGain, 895, "accuracy 0.9000 is 0.50 points above the baseline's 0.8950 (1,000 images of Pets Test)")]
    public void Points_against_a_baseline(CnnGate gate, int right, string says)
    {
        Func<Baseline> baseline = () => Baseline.Of([Evaluations.Of(right)]);
        CnnGateOptions Options(double points) => gate == CnnGate.MaxAccuracyDrop ? new() { MaxAccuracyDrop = points } : new() { MaxSuspiciousGain = points };
        CnnGateResult passed = Judge(Options(0.5), baseline), failed = Judge(Options(0.49), baseline);
        Assert.Equal((CnnGateOutcome.Passed, CnnGateOutcome.Failed), (passed.Outcome, failed.Outcome));
        Assert.StartsWith(says, failed.Reason, StringComparison.Ordinal);
        Assert.Equal((right / 1000.0, 1000), (failed.BaselineValue, failed.Count));
        // On the other side of the baseline no drop and no gain is too large.
        Assert.Equal(CnnGateOutcome.Passed, Judge(Options(0), () => Baseline.Of([Evaluations.Of(gate == CnnGate.MaxAccuracyDrop ? 100 : 999)])).Outcome);
    }

    [Fact]
    public void A_drop_that_may_be_chance_is_called_so()
    {
        // 900 and 905 right, but on different images: 15 against 20.
        bool[] model = [.. Enumerable.Range(0, 1000).Select(static image => image is >= 85 and not (>= 500 and < 515))], baseline = [.. Enumerable.Range(0, 1000).Select(static image => image >= 95)];
        CnnGateResult drop = Judge(new() { MaxAccuracyDrop = 0.4 }, () => Baseline.Of([Evaluations.Of(baseline)]), Evaluations.Of(model));
        Assert.EndsWith("(exact McNemar test, one-sided), so that it may be chance.", drop.Reason, StringComparison.Ordinal);
        CnnGateResult test = Judge(new() { FailOnSignificantDrop = true }, () => Baseline.Of([Evaluations.Of(baseline)]), Evaluations.Of(model));
        Assert.Equal(CnnGateOutcome.Passed, test.Outcome);
        Assert.Matches(@"A true drop of one point would be found with power 0\.\d\d on these 1,000 images; power 0\.9 takes [\d,]+ images\.$", test.Reason);
        Assert.Equal(0.05, test.Bound);
    }

    [Fact]
    public void A_significant_drop_fails_and_says_how_to_tell_bad_luck_from_a_worse_recipe()
    {
        CnnGateResult result = Judge(new() { FailOnSignificantDrop = true }, () => Baseline.Of([Evaluations.Of(920)]));
        Assert.Equal((CnnGateOutcome.Failed, "CNN2004"), (result.Outcome, result.Code));
        Assert.Contains("SeedCount", result.Reason, StringComparison.Ordinal);
        Assert.True(result.Value < 0.00005);
        Assert.Contains("; p < 0.0001 (", result.Reason, StringComparison.Ordinal); // not p = 0.0000
        // A stricter level lets a smaller p-value through.
        Assert.Equal(CnnGateOutcome.Passed, Judge(new() { FailOnSignificantDrop = true, SignificanceLevel = 1e-7 }, () => Baseline.Of([Evaluations.Of(920)])).Outcome);
    }

    [Fact]
    public void What_is_missing_fails_closed()
    {
        CnnGateResult latency = Judge(new() { MaxLatencyMilliseconds = 1000 }, null, Evaluations.Of(900));
        Assert.Equal((CnnGateOutcome.Missing, "CNN2020", true), (latency.Outcome, latency.Code, latency.Fails));
        CnnGateResult noClasses = Judge(new() { MinClassRecall = 0 }, null, Evaluations.Of(900) with { PerClass = [] });
        Assert.Equal((CnnGateOutcome.Missing, "CNN2020", true), (noClasses.Outcome, noClasses.Code, noClasses.Fails));
        foreach (CnnGateOptions options in (CnnGateOptions[])[new() { MaxAccuracyDrop = 100 }, new() { MaxSuspiciousGain = 100 }, new() { FailOnSignificantDrop = true }])
        {
            Assert.Equal((CnnGateOutcome.Missing, "CNN2021"), (Judge(options).Outcome, Judge(options).Code));
            Assert.Equal("CNN2021", Judge(options, () => throw new CnnException("BaselineNotFound", CnnErrorCategory.ObjectNotFound, "not there")).Code);
            CnnGateResult other = Judge(options, () => Baseline.Of([Evaluations.Of(900) with { DatasetHash = "fedcba9876543210" }]));
            Assert.Equal((CnnGateOutcome.Missing, "CNN2022", true), (other.Outcome, other.Code, other.Fails));
            Assert.Contains("SHA-256 fedcba987654", other.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_class_without_images_is_passed_over_and_the_worst_is_named()
    {
        CnnGateResult result = Judge(new() { MinClassRecall = 0.95 }, null, Evaluations.Of([.. Enumerable.Range(0, 1000).Select(static image => image % 2 == 0 || image % 10 != 1)]));
        Assert.Equal(("dog", 500, 0.8), (result.Class, result.Count, result.Value));
        Assert.Contains("recall 0.8000 of class dog", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Severities_turn_errors_into_warnings_and_gates_off()
    {
        CnnGateOptions options = new() { MinAccuracy = 1, MinTestImages = 5000, MaxParameters = 1, Severities = new Dictionary<CnnGate, CnnGateSeverity> { [CnnGate.MinAccuracy] = CnnGateSeverity.Warning, [CnnGate.MaxParameters] = CnnGateSeverity.Off } };
        IReadOnlyList<CnnGateResult> results = GateEvaluator.Judge("pets", options, [s_run], null);
        Assert.Equal([CnnGate.MinAccuracy, CnnGate.MinTestImages], results.Select(static result => result.Gate));
        Assert.Equal([false, true], results.Select(static result => result.Fails));
        Assert.All(GateEvaluator.Judge("pets", options with { Severity = CnnGateSeverity.Warning }, [s_run], null), static result => Assert.False(result.Fails));
        Assert.Empty(GateEvaluator.Judge("pets", new CnnGateOptions { MinAccuracy = 1, Severity = CnnGateSeverity.Off }, [s_run], null));
        Assert.False(GateEvaluator.IsAnyAsked(new CnnGateOptions { MinAccuracy = 1, Severity = CnnGateSeverity.Off }));
        Assert.True(GateEvaluator.IsAnyAsked(new CnnGateOptions { MinAccuracy = 0 })); // 0 is a bound, not the absence of one
    }

    [Fact]
    public void Several_seeds_are_judged_by_their_mean()
    {
        CnnGateResult result = Judge(new() { MinAccuracy = 0.9 }, null, Evaluations.Of(890), Evaluations.Of(910, seed: 2));
        Assert.Equal((CnnGateOutcome.Passed, 0.9), (result.Outcome, Math.Round(result.Value!.Value, 12)));
        Assert.Contains("mean of 2 seeds", result.Reason, StringComparison.Ordinal);
        CnnGateResult test = Judge(new() { FailOnSignificantDrop = true }, () => Baseline.Of([Evaluations.Of(880), Evaluations.Of(920, seed: 2)]), Evaluations.Of(890), Evaluations.Of(910, seed: 2));
        Assert.Equal(CnnGateOutcome.Passed, test.Outcome);
        Assert.Matches(@"\. A true drop of one point would be found with power 0\.\d\d with these seeds \(deviation 2\.24 points\); power 0\.9 takes \d+ on both sides\.$", test.Reason);
    }

    [Theory]
    [InlineData(93.0, "93% is 0.93")]
    [InlineData(-0.1, "a fraction in [0, 1]")]
    [InlineData(double.NaN, "a fraction in [0, 1]")]
    public void A_bound_that_cannot_be_meant_is_refused(double bound, string says)
    {
        CnnException error = Assert.Throws<CnnException>(() => Judge(new() { MinAccuracy = bound }));
        Assert.Equal("OptionInvalid", error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_bounds_that_cannot_be_meant()
    {
        foreach (CnnGateOptions options in (CnnGateOptions[])[new() { MaxAccuracyDrop = -1 }, new() { MaxSuspiciousGain = 101 }, new() { MaxModelBytes = 0 }, new() { MaxParameters = 0 }, new() { MinTestImages = 0 }, new() { MaxLatencyMilliseconds = 0 }, new() { SignificanceLevel = 0 }, new() { SignificanceLevel = 0.6 }])
            Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => GateEvaluator.Judge("pets", options, [s_run], null)).ErrorId);
    }
}
