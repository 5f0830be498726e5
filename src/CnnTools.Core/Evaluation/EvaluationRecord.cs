using CnnTools.Core.Datasets;

namespace CnnTools.Core.Evaluation;

/// <summary>An evaluation as it is kept in a file: every figure a gate may ask for, and one bit an image, so that models can be compared later without running
/// them again.</summary>
public sealed record EvaluationRecord
{
    /// <summary>Full path of the model.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model's file, lower-case hexadecimal.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Size of the model's file in bytes.</summary>
    public required long ModelBytes { get; init; }

    /// <summary>The network's name.</summary>
    public required string Architecture { get; init; }

    /// <summary>All parameters of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>The training's seed; null where the model does not say.</summary>
    public long? Seed { get; init; }

    /// <summary>What the training watched to stop and to choose its best epoch; null where the model does not say.</summary>
    public string? ValidationSplit { get; init; }

    /// <summary>Epochs of the training so far as the model tells of them; null where it does not say.</summary>
    public int? Epochs { get; init; }

    /// <summary>The epoch whose weights the model holds; null where it does not say.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Seconds of all these epochs together, validation included; null where the model does not say.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The split.</summary>
    public required CnnSplit Split { get; init; }

    /// <summary>SHA-256 of the split's content (<see cref="ImageSet.ContentHash"/>).</summary>
    public required string DatasetHash { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Share classified correctly, in <c>[0, 1]</c>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Lower end of the accuracy's 95% Wilson interval.</summary>
    public required double AccuracyLower { get; init; }

    /// <summary>Upper end of the accuracy's 95% Wilson interval.</summary>
    public required double AccuracyUpper { get; init; }

    /// <summary>Share whose true class is among the five most probable.</summary>
    public required double Top5Accuracy { get; init; }

    /// <summary>Mean F1 over classes.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Expected calibration error over 15 bins.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Scores by class, in label order.</summary>
    public required IReadOnlyList<CnnClassMetric> PerClass { get; init; }

    /// <summary>The confusion matrix, a row a true class in label order.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Whether each image was classified correctly: <see cref="CorrectnessBits"/>.</summary>
    public required string Correct { get; init; }

    /// <summary>How long one image takes; null where it was not measured.</summary>
    public CnnLatency? Latency { get; init; }

    /// <summary>Version of the engine that evaluated.</summary>
    public required string Engine { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string TorchVersion { get; init; }

    /// <summary>The library that computed and its version; null in files of versions that knew libtorch only.</summary>
    public string? Runtime { get; init; }
}
