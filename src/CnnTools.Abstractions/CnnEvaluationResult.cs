namespace CnnTools;

/// <summary>How well a model does on one split of a dataset. Shares are fractions in <c>[0, 1]</c>.</summary>
public sealed record CnnEvaluationResult
{
    /// <summary>Full path of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The library that computed and its version, for instance <c>ONNX Runtime 1.31.1</c>.</summary>
    public string? Runtime { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The split.</summary>
    public required CnnSplit Split { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Share classified correctly.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Lower bound of the accuracy's 95% Wilson interval.</summary>
    public required double AccuracyLower { get; init; }

    /// <summary>Upper bound of the accuracy's 95% Wilson interval.</summary>
    public required double AccuracyUpper { get; init; }

    /// <summary>Share whose true class is among the five most probable; 1 where there are five classes or fewer.</summary>
    public required double Top5Accuracy { get; init; }

    /// <summary>Mean precision over classes.</summary>
    public required double MacroPrecision { get; init; }

    /// <summary>Mean recall over classes.</summary>
    public required double MacroRecall { get; init; }

    /// <summary>Mean F1 over classes.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Mean precision, classes weighted by their images.</summary>
    public required double WeightedPrecision { get; init; }

    /// <summary>Mean recall, classes weighted by their images.</summary>
    public required double WeightedRecall { get; init; }

    /// <summary>Mean F1, classes weighted by their images.</summary>
    public required double WeightedF1 { get; init; }

    /// <summary>Expected calibration error over 15 bins.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Seconds the evaluation took, loading excluded.</summary>
    public required double Seconds { get; init; }

    /// <summary>Images a second.</summary>
    public double ImagesPerSecond => Count / Seconds;
}
