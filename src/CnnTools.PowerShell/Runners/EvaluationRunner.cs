using CnnTools.Core.Evaluation;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Measure-CnnModel</c>, <c>Get-CnnConfusionMatrix</c> and <c>Compare-CnnModel</c> do: run models over a split and emit what
/// follows.</summary>
internal sealed class EvaluationRunner
{
    private readonly ICommandOutput _output;
    private readonly ProgressDisplay _display;
    private readonly InferenceObserver _observer;
    private readonly InferenceSession _session;
    private (string Baseline, string Dataset, CnnSplit Split, ModelEvaluation Evaluation)? _baseline;

    /// <summary>Prepares; loads nothing yet.</summary>
    /// <param name="output">Where results go.</param>
    /// <param name="options">How models are run.</param>
    /// <param name="time">The clock of the progress bars.</param>
    public EvaluationRunner(ICommandOutput output, CnnInferenceOptions options, TimeProvider? time = null)
    {
        _output = output;
        _display = new ProgressDisplay(output, time);
        _observer = new InferenceObserver(output, _display);
        _session = new InferenceSession(options, _observer);
    }

    /// <summary>Emits the figures of a model, or of each class.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="perClass">Whether to emit each class's figures.</param>
    /// <param name="classes">The classes to emit; null emits all.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="CnnException">A name is no class: id <c>ClassNotFound</c>; or the model cannot be evaluated.</exception>
    public void Measure(string model, string dataset, CnnSplit split, bool perClass, IReadOnlyList<string>? classes, CancellationToken cancellation)
    {
        ModelEvaluation evaluation = Evaluate(model, dataset, split, cancellation);
        if (!perClass)
        {
            _output.Emit(evaluation.ToResult());
            return;
        }

        CnnClassMetric[] metrics = [.. evaluation.ToClassMetrics()];
        IReadOnlySet<string>? wanted = ClassChoice.Of(classes, metrics.Select(static metric => metric.Class));
        EmitAll(metrics.Where(metric => wanted?.Contains(metric.Class) != false));
    }

    /// <summary>Emits the cells of a model's confusion matrix, row by row, or only its mistakes, most frequent first.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="mostConfused">Whether only mistakes are emitted.</param>
    /// <param name="first">How many cells at most; null emits all.</param>
    /// <param name="classes">The true classes to emit; null emits all.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public void Confuse(string model, string dataset, CnnSplit split, bool mostConfused, int? first, IReadOnlyList<string>? classes, CancellationToken cancellation)
    {
        ModelEvaluation evaluation = Evaluate(model, dataset, split, cancellation);
        IReadOnlySet<string>? wanted = ClassChoice.Of(classes, evaluation.ToClassMetrics().Select(static metric => metric.Class));
        IEnumerable<CnnConfusionCell> cells = (mostConfused ? evaluation.ToMostConfused() : evaluation.ToConfusionCells()).Where(cell => wanted?.Contains(cell.TrueLabel) != false);
        EmitAll(first is { } count ? cells.Take(count) : cells);
    }

    /// <summary>Emits how a model differs from another on the same images. The other one is evaluated once.</summary>
    public void Compare(string model, string baseline, string dataset, CnnSplit split, CancellationToken cancellation)
    {
        if (_baseline is not { } known || (known.Baseline, known.Dataset, known.Split) != (baseline, dataset, split))
            _baseline = known = (baseline, dataset, split, Evaluate(baseline, dataset, split, cancellation));
        _output.Emit(Evaluate(model, dataset, split, cancellation).CompareWith(known.Evaluation));
    }

    /// <summary>Runs a model over a split and gives everything that a gate may ask for.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="latency">Whether single images are timed as well.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public EvaluationRecord Record(string model, string dataset, CnnSplit split, bool latency, CancellationToken cancellation) =>
        Show(model, dataset, () => _session.Record(model, dataset, split, latency, cancellation).Record);

    private ModelEvaluation Evaluate(string model, string dataset, CnnSplit split, CancellationToken cancellation) =>
        Show(model, dataset, () => _session.Evaluate(model, dataset, split, cancellation));

    private T Show<T>(string model, string dataset, Func<T> work)
    {
        _observer.Title = $"Evaluate {Path.GetFileName(model)} on {dataset}";
        try
        {
            T result = work();
            _display.Complete();
            return result;
        }
        catch (Exception exception) when (exception is CnnException or IOException or UnauthorizedAccessException)
        {
            // Not in a finally block: once the pipeline is stopping nothing may be written, and PowerShell removes the bars itself.
            _display.Complete();
            throw;
        }
    }

    private void EmitAll(IEnumerable<object> values)
    {
        foreach (object value in values) _output.Emit(value);
    }
}
