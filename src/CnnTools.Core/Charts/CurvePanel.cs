namespace CnnTools.Core.Charts;

/// <summary>What one panel of a curve chart shows: a figure of the training, and the same of the watched images where there is one.</summary>
internal sealed class CurvePanel
{
    /// <summary>Loss.</summary>
    public static readonly CurvePanel Loss = new("Loss", "Loss (cross-entropy, nats)", static epoch => epoch.Loss, static epoch => epoch.ValidationLoss);

    /// <summary>Accuracy, in percent.</summary>
    public static readonly CurvePanel Accuracy = new("Accuracy", "Accuracy (%)", static epoch => 100 * epoch.Accuracy, static epoch => 100 * epoch.ValidationAccuracy);

    /// <summary>Learning rate.</summary>
    public static readonly CurvePanel LearningRate = new("Learning rate", "Learning rate", static epoch => epoch.LearningRate, static _ => null);

    private CurvePanel(string title, string axis, Func<CnnEpochResult, double> training, Func<CnnEpochResult, double?> validation) =>
        (Title, Axis, Training, Validation) = (title, axis, training, validation);

    /// <summary>Its heading.</summary>
    public string Title { get; }

    /// <summary>The name and unit of its vertical axis.</summary>
    public string Axis { get; }

    /// <summary>The training's value.</summary>
    public Func<CnnEpochResult, double> Training { get; }

    /// <summary>The watched images' value; null where there is none.</summary>
    public Func<CnnEpochResult, double?> Validation { get; }

    /// <summary>The panel of a metric.</summary>
    public static CurvePanel Of(CnnChartMetric metric) => metric switch
    {
        CnnChartMetric.Loss => Loss,
        CnnChartMetric.Accuracy => Accuracy,
        _ => LearningRate,
    };

    /// <summary>The vertical axis for these runs. A value that is no number has no place on it.</summary>
    public AxisScale Scale(IEnumerable<CurveRun> runs)
    {
        double[] values = [.. runs.SelectMany(static run => run.History).SelectMany(epoch => (double?[])[Training(epoch), Validation(epoch)]).OfType<double>().Where(double.IsFinite)];
        if (values.Length == 0) return AxisScale.Linear(0, 1, 5);
        (double low, double high) = (values.Min(), values.Max());
        if (this == LearningRate && low > 0 && high / low >= 50) return AxisScale.PowersOfTen(low, high);
        if (this == LearningRate) return AxisScale.Linear(0, high, 5);
        if (this == Loss && low < 0.5 * high) low = 0;
        AxisScale scale = AxisScale.Linear(low, high, 5);
        // Nothing is more than all right: an axis that goes to 105% would say it could be.
        return this == Accuracy && scale.Maximum > 100 ? scale with { Maximum = 100, Tick = [.. scale.Tick.Where(static tick => tick <= 100)] } : scale;
    }

    /// <summary>A mark of the axis as text.</summary>
    public string Mark(double value) => this == LearningRate && value != 0 && (value < 1e-3 || value >= 1e4) ? Invariant($"{value:0.#e0}") : Invariant($"{value:0.######}");
}
