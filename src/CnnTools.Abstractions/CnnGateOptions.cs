namespace CnnTools;

/// <summary>What a model is held to. What is null is not asked.</summary>
public sealed record CnnGateOptions
{
    /// <summary>Smallest accuracy, a fraction in <c>[0, 1]</c>.</summary>
    public double? MinAccuracy { get; init; }

    /// <summary>Smallest lower end of the accuracy's 95% Wilson interval, a fraction in <c>[0, 1]</c>.</summary>
    public double? MinAccuracyLowerBound { get; init; }

    /// <summary>Largest drop below the baseline's accuracy in percentage points, at least 0.</summary>
    public double? MaxAccuracyDrop { get; init; }

    /// <summary>Whether a significant drop below the baseline fails.</summary>
    public bool FailOnSignificantDrop { get; init; }

    /// <summary>Smallest recall of any class, a fraction in <c>[0, 1]</c>.</summary>
    public double? MinClassRecall { get; init; }

    /// <summary>Smallest F1 of any class, a fraction in <c>[0, 1]</c>.</summary>
    public double? MinClassF1 { get; init; }

    /// <summary>Largest expected calibration error, a fraction in <c>[0, 1]</c>.</summary>
    public double? MaxCalibrationError { get; init; }

    /// <summary>Largest gain over the baseline's accuracy in percentage points, at least 0.</summary>
    public double? MaxSuspiciousGain { get; init; }

    /// <summary>Largest size of the model's file in bytes, at least 1.</summary>
    public long? MaxModelBytes { get; init; }

    /// <summary>Largest number of parameters, at least 1.</summary>
    public long? MaxParameters { get; init; }

    /// <summary>Largest 95th percentile of the time for one image in milliseconds, above 0.</summary>
    public double? MaxLatencyMilliseconds { get; init; }

    /// <summary>Smallest number of images in the evaluation, at least 1.</summary>
    public int? MinTestImages { get; init; }

    /// <summary>
    /// How often <see cref="FailOnSignificantDrop"/> may raise a false alarm, in <c>(0, 0.5]</c>: over retrainings of an unchanged recipe where either side has
    /// several seeds; else over images, for two given models,
    /// and retrainings of one recipe fail oftener.
    /// </summary>
    public double SignificanceLevel { get; init; } = 0.05;

    /// <summary>What a gate that is not named in <see cref="Severities"/> does when it does not pass.</summary>
    public CnnGateSeverity Severity { get; init; } = CnnGateSeverity.Error;

    /// <summary>What single gates do when they do not pass.</summary>
    public IReadOnlyDictionary<CnnGate, CnnGateSeverity> Severities { get; init; } = new Dictionary<CnnGate, CnnGateSeverity>();

    /// <summary>The baseline's file; null where there is none.</summary>
    public string? Baseline { get; init; }
}
