using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Gates;

/// <summary>Runs a model over a split and returns everything that a gate may ask for.</summary>
/// <param name="model">The model's file.</param>
/// <param name="dataset">The dataset.</param>
/// <param name="split">The split.</param>
/// <param name="latency">Whether single images are timed as well.</param>
/// <param name="cancellation">Checked before every batch.</param>
public delegate EvaluationRecord EvaluationFunction(string model, string dataset, CnnSplit split, bool latency, CancellationToken cancellation);

/// <summary>
/// Holds models to gates, or makes them what later ones are held to. A model that is itself the baseline is evaluated once for all models compared with it.
/// </summary>
/// <param name="evaluate">Runs a model.</param>
public sealed class GateSession(EvaluationFunction evaluate)
{
    private (string Path, string Dataset, CnnSplit Split, Baseline Baseline)? _baseline;

    /// <summary>Judges evaluations that were made before.</summary>
    /// <param name="name">The model's name in messages; null takes its file's.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="runs">The evaluations, one per seed.</param>
    /// <param name="allowNone">Whether it is no mistake that no gate is set.</param>
    /// <exception cref="CnnException">No gate is set, or a bound cannot be meant: id <c>OptionInvalid</c>.</exception>
    public static GateReport Judge(string? name, CnnGateOptions gates, IReadOnlyList<EvaluationRecord> runs, bool allowNone = false)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Check(gates, allowNone);
        return GateReport.Of(name ?? Path.GetFileNameWithoutExtension(runs[0].Model), gates, runs);
    }

    /// <summary>Runs models over a split and judges them.</summary>
    /// <param name="models">The model's files: one, or one per seed.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="gates">The gates, at least one; the baseline may be a baseline's file or a model's.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="CnnException">No gate is set, or a bound cannot be meant (<c>OptionInvalid</c>, before any model runs); or a model cannot be
    /// evaluated.</exception>
    public GateReport Judge(IReadOnlyList<string> models, string dataset, CnnSplit split, CnnGateOptions gates, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(models);
        // Before the models run: a bound that cannot be meant, or none at all, would be found after minutes.
        Check(gates, allowNone: false);
        IReadOnlyList<EvaluationRecord> runs = Evaluate(models, dataset, split, gates.MaxLatencyMilliseconds is not null, cancellation);
        Func<Baseline>? baseline = gates.Baseline is { } path && IsModel(path) ? () => Evaluate(path, dataset, split, cancellation) : null;
        return GateReport.Of(models[0], gates, runs, baseline);
    }

    /// <summary>Runs models over a split and writes the baseline that they make.</summary>
    /// <param name="models">The model's files: one, or one per seed.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="outputPath">The baseline's file.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="CnnException">The file exists (<c>OutputExists</c>, before any model runs), or a model cannot be evaluated.</exception>
    public Baseline WriteBaseline(IReadOnlyList<string> models, string dataset, CnnSplit split, string outputPath, bool force, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(models);
        BaselineFile.CheckOutput(outputPath, force);
        Baseline baseline = Baseline.Of(Evaluate(models, dataset, split, latency: false, cancellation));
        BaselineFile.Write(outputPath, baseline, force);
        return baseline;
    }

    private static void Check(CnnGateOptions gates, bool allowNone)
    {
        GateOptionCheck.Check(gates);
        if (allowNone || GateEvaluator.IsAnyAsked(gates)) return;
        throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument,
            "expected at least one gate, for instance MinimumAccuracy; found none. A model that is held to nothing has passed nothing.");
    }

    private IReadOnlyList<EvaluationRecord> Evaluate(IReadOnlyList<string> models, string dataset, CnnSplit split, bool latency,
        CancellationToken cancellation) =>
        [.. models.Select(model => evaluate(model, dataset, split, latency, cancellation))];

    /// <summary>A model as a baseline: run over the same images.</summary>
    private Baseline Evaluate(string path, string dataset, CnnSplit split, CancellationToken cancellation)
    {
        if (_baseline is not { } known || (known.Path, known.Dataset, known.Split) != (path, dataset, split))
            _baseline = known = (path, dataset, split, Baseline.Of([evaluate(path, dataset, split, latency: false, cancellation)]));
        return known.Baseline;
    }

    private static bool IsModel(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
}
