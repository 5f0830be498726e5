namespace CnnTools;

/// <summary>What a model can be held to. Every gate that is set must pass; a gate whose figure, baseline or hash is missing fails.</summary>
public enum CnnGate
{
    /// <summary>The accuracy is at least the bound, a fraction in <c>[0, 1]</c>.</summary>
    MinAccuracy,

    /// <summary>The lower end of the accuracy's 95% Wilson interval is at least the bound: the images prove it, whatever the luck.</summary>
    MinAccuracyLowerBound,

    /// <summary>The accuracy is at most this many percentage points below the baseline's.</summary>
    MaxAccuracyDrop,

    /// <summary>
    /// The model is not significantly worse than the baseline on the same images: exact paired McNemar test where one model meets one model, a t-test over
    /// seeds where there are several of them.
    /// </summary>
    FailOnSignificantDrop,

    /// <summary>The recall of every class is at least the bound, a fraction in <c>[0, 1]</c>.</summary>
    MinClassRecall,

    /// <summary>The F1 of every class is at least the bound, a fraction in <c>[0, 1]</c>.</summary>
    MinClassF1,

    /// <summary>The expected calibration error is at most the bound, a fraction in <c>[0, 1]</c>.</summary>
    MaxCalibrationError,

    /// <summary>The accuracy is at most this many percentage points above the baseline's: a sudden gain is more often a leak of test images into training than
    /// an improvement.</summary>
    MaxSuspiciousGain,

    /// <summary>The model's file has at most this many bytes.</summary>
    MaxModelBytes,

    /// <summary>The network has at most this many parameters.</summary>
    MaxParameters,

    /// <summary>The 95th percentile of the time for one image is at most this many milliseconds, after warm-up.</summary>
    MaxLatencyMilliseconds,

    /// <summary>The evaluation saw at least this many images.</summary>
    MinTestImages,
}
