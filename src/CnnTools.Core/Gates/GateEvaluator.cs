using CnnTools.Core.Evaluation;
using CnnTools.Core.Statistics;

namespace CnnTools.Core.Gates;

/// <summary>Holds a model to its gates. Touches no file: what it needs is given, and what is missing fails the gate that needs it.</summary>
public sealed class GateEvaluator
{
    private readonly string _model;
    private readonly CnnGateOptions _options;
    private readonly IReadOnlyList<EvaluationRecord> _runs;
    private readonly BaselineGates _baseline;

    private GateEvaluator(string model, CnnGateOptions options, IReadOnlyList<EvaluationRecord> runs, BaselineGates baseline) =>
        (_model, _options, _runs, _baseline) = (model, options, runs, baseline);

    /// <summary>Judges every gate that is set and not off, in the order of <see cref="CnnGate"/>.</summary>
    /// <param name="model">The model's name, for the results.</param>
    /// <param name="options">The gates.</param>
    /// <param name="runs">Evaluations of the model on the same images, one a seed, at least one.</param>
    /// <param name="baseline">Reads the baseline; is called only where a gate needs it, and may throw a <see cref="CnnException"/>.</param>
    /// <exception cref="CnnException">A bound cannot be meant: <c>OptionInvalid</c>.</exception>
    public static IReadOnlyList<CnnGateResult> Judge(string model, CnnGateOptions options, IReadOnlyList<EvaluationRecord> runs, Func<Baseline>? baseline)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs.Count, 1);
        GateOptionCheck.Check(options);
        var evaluator = new GateEvaluator(model, options, runs, new BaselineGates(options, runs, baseline));
        return [.. Enum.GetValues<CnnGate>().Where(gate => IsAsked(options, gate)).Select(evaluator.Judge)];
    }

    /// <summary>Whether any gate is set and not off.</summary>
    public static bool IsAnyAsked(CnnGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Enum.GetValues<CnnGate>().Any(gate => IsAsked(options, gate));
    }

    private static bool IsAsked(CnnGateOptions options, CnnGate gate) => SeverityOf(options, gate) != CnnGateSeverity.Off && gate switch
    {
        CnnGate.MinAccuracy => options.MinAccuracy is not null,
        CnnGate.MinAccuracyLowerBound => options.MinAccuracyLowerBound is not null,
        CnnGate.MaxAccuracyDrop => options.MaxAccuracyDrop is not null,
        CnnGate.FailOnSignificantDrop => options.FailOnSignificantDrop,
        CnnGate.MinClassRecall => options.MinClassRecall is not null,
        CnnGate.MinClassF1 => options.MinClassF1 is not null,
        CnnGate.MaxCalibrationError => options.MaxCalibrationError is not null,
        CnnGate.MaxSuspiciousGain => options.MaxSuspiciousGain is not null,
        CnnGate.MaxModelBytes => options.MaxModelBytes is not null,
        CnnGate.MaxParameters => options.MaxParameters is not null,
        CnnGate.MaxLatencyMilliseconds => options.MaxLatencyMilliseconds is not null,
        CnnGate.MinTestImages => options.MinTestImages is not null,
        _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, "Unknown gate."),
    };

    private static CnnGateSeverity SeverityOf(CnnGateOptions options, CnnGate gate) => options.Severities.TryGetValue(gate, out CnnGateSeverity own) ? own : options.Severity;

    private CnnGateResult Judge(CnnGate gate)
    {
        GateFinding finding = gate switch
        {
            CnnGate.MinAccuracy => Accuracy(_options.MinAccuracy!.Value),
            CnnGate.MinAccuracyLowerBound => LowerBound(_options.MinAccuracyLowerBound!.Value),
            CnnGate.MinClassRecall => ClassScore("recall", static score => score.Recall, _options.MinClassRecall!.Value),
            CnnGate.MinClassF1 => ClassScore("F1", static score => score.F1, _options.MinClassF1!.Value),
            CnnGate.MaxCalibrationError => CalibrationError(_options.MaxCalibrationError!.Value),
            CnnGate.MaxModelBytes => Size(_runs.Max(static run => run.ModelBytes), _options.MaxModelBytes!.Value, "bytes"),
            CnnGate.MaxParameters => Size(_runs.Max(static run => run.Parameters), _options.MaxParameters!.Value, "parameters"),
            CnnGate.MaxLatencyMilliseconds => Latency(_options.MaxLatencyMilliseconds!.Value),
            CnnGate.MinTestImages => TestImages(_options.MinTestImages!.Value),
            _ => _baseline.Judge(gate),
        };
        return new CnnGateResult
        {
            Model = _model, Gate = gate, Severity = SeverityOf(_options, gate), Outcome = finding.Outcome, Value = finding.Value, Bound = finding.Bound, Lower = finding.Lower, Upper = finding.Upper,
            Count = finding.Count, BaselineValue = finding.BaselineValue, Baseline = finding.Baseline, Class = finding.Class, Code = finding.Code ?? GateCodes.Of(gate), Reason = finding.Reason,
        };
    }

    private GateFinding Accuracy(double bound)
    {
        (double value, WilsonInterval interval, int images) = MeanAccuracy(_runs);
        return GateFinding.Of(value >= bound, value, bound, Invariant($"accuracy {value:0.0000} ({Interval(interval)}, {Images()}{Seeds()}) is {Relation(value >= bound)} MinAccuracy {bound}"))
            with { Lower = interval.Lower, Upper = interval.Upper, Count = images };
    }

    private GateFinding LowerBound(double bound)
    {
        (double value, WilsonInterval interval, int images) = MeanAccuracy(_runs);
        bool holds = interval.Lower >= bound;
        return GateFinding.Of(holds, interval.Lower, bound, Invariant($"the lower end {interval.Lower:0.0000} of accuracy {value:0.0000}'s 95% interval ({Images()}{Seeds()}) is {Relation(holds)} MinAccuracyLowerBound {bound}"))
            with { Lower = interval.Lower, Upper = interval.Upper, Count = images };
    }

    /// <summary>The mean over seeds; the interval is the one that as many images give a single model of that accuracy.</summary>
    internal static (double Mean, WilsonInterval Interval, int Images) MeanAccuracy(IReadOnlyList<EvaluationRecord> runs)
    {
        double mean = runs.Average(static run => run.Accuracy);
        int images = runs[0].Count;
        return (mean, WilsonInterval.Of((int)Math.Round(mean * images), images), images);
    }

    private GateFinding ClassScore(string name, Func<CnnClassMetric, double> score, double bound)
    {
        // A class without images in the split has no recall: it is passed over, not failed.
        var classes = _runs[0].PerClass
            .Select((metric, label) => (metric.Class, metric.Support, Score: _runs.Average(run => score(run.PerClass[label])))).Where(static entry => entry.Support > 0).ToList();
        if (classes.Count == 0) return GateFinding.Missing(GateCodes.FigureMissing, $"expected the {name} of each class; the evaluation holds none. Evaluate the model again.") with { Bound = bound };
        (string worst, int support, double value) = classes.MinBy(static entry => entry.Score);
        int below = classes.Count(entry => entry.Score < bound);
        WilsonInterval interval = WilsonInterval.Of((int)Math.Round(value * support), support);
        string others = below > 1 ? Invariant($"; {below} classes are below") : "";
        // Wilson's interval is one of a share; recall is a share of the class's images, F1 is none.
        string rest = name == "recall" ? $"{Interval(interval)}, " : "";
        return GateFinding.Of(value >= bound, value, bound, Invariant($"{name} {value:0.0000} of class {worst} ({rest}{support:N0} images of it{Seeds()}) is {Relation(value >= bound)} {(name == "recall" ? "MinClassRecall" : "MinClassF1")} {bound}{others}"))
            with { Class = worst, Count = support, Lower = name == "recall" ? interval.Lower : null, Upper = name == "recall" ? interval.Upper : null };
    }

    private GateFinding CalibrationError(double bound)
    {
        double value = _runs.Average(static run => run.CalibrationError);
        return GateFinding.Of(value <= bound, value, bound, Invariant($"expected calibration error {value:0.0000} ({Images()}{Seeds()}) is {(value <= bound ? "within" : "above")} MaxCalibrationError {bound}")) with { Count = _runs[0].Count };
    }

    private static GateFinding Size(long value, long bound, string unit) =>
        GateFinding.Of(value <= bound, value, bound, Invariant($"{value:N0} {unit} are {(value <= bound ? "within" : "above")} {(unit == "bytes" ? "MaxModelBytes" : "MaxParameters")} {bound:N0}"));

    private GateFinding Latency(double bound)
    {
        if (_runs.Any(static run => run.Latency is null))
            return GateFinding.Missing(GateCodes.FigureMissing, "expected the time for one image; the evaluation did not measure it. Evaluate the model again with latency.") with { Bound = bound };
        CnnLatency slowest = _runs.Select(static run => run.Latency!).MaxBy(static latency => latency.P95)!;
        return GateFinding.Of(slowest.P95 <= bound, slowest.P95, bound, Invariant($"95th percentile {slowest.P95:0.00} ms (median {slowest.P50:0.00}, {slowest.Count} single images after {slowest.Warmup} for warm-up) is {(slowest.P95 <= bound ? "within" : "above")} MaxLatencyMilliseconds {bound}"))
            with { Count = slowest.Count };
    }

    private GateFinding TestImages(int bound)
    {
        int value = _runs[0].Count;
        return GateFinding.Of(value >= bound, value, bound, Invariant($"{value:N0} images of {_runs[0].Dataset} {_runs[0].Split} are {(value >= bound ? "at least" : "fewer than")} MinTestImages {bound:N0}")) with { Count = value };
    }

    private string Images() => Invariant($"{_runs[0].Count:N0} images of {_runs[0].Dataset} {_runs[0].Split}");

    private string Seeds() => _runs.Count == 1 ? "" : Invariant($", mean of {_runs.Count} seeds");

    private static string Interval(WilsonInterval interval) => Invariant($"95% interval {interval.Lower:0.0000} to {interval.Upper:0.0000}");

    private static string Relation(bool holds) => holds ? "at least" : "below";
}
