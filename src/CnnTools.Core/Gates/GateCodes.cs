namespace CnnTools.Core.Gates;

/// <summary>The stable code of each gate, and of what keeps gates from being judged. A code once given is never given to another gate.</summary>
public static class GateCodes
{
    /// <summary>The evaluation lacks the figure that a gate needs.</summary>
    public const string FigureMissing = "CNN2020";

    /// <summary>The baseline cannot be read.</summary>
    public const string BaselineMissing = "CNN2021";

    /// <summary>The baseline is of other images.</summary>
    public const string BaselineMismatch = "CNN2022";

    /// <summary>The evaluation's images are those that the training chose its best epoch by.</summary>
    public const string TunedOnTest = "CNN2023";

    /// <summary>The code of a gate.</summary>
    public static string Of(CnnGate gate) => gate switch
    {
        CnnGate.MinAccuracy => "CNN2001",
        CnnGate.MinAccuracyLowerBound => "CNN2002",
        CnnGate.MaxAccuracyDrop => "CNN2003",
        CnnGate.FailOnSignificantDrop => "CNN2004",
        CnnGate.MinClassRecall => "CNN2005",
        CnnGate.MinClassF1 => "CNN2006",
        CnnGate.MaxCalibrationError => "CNN2007",
        CnnGate.MaxSuspiciousGain => "CNN2008",
        CnnGate.MaxModelBytes => "CNN2009",
        CnnGate.MaxParameters => "CNN2010",
        CnnGate.MaxLatencyMilliseconds => "CNN2011",
        CnnGate.MinTestImages => "CNN2012",
        _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, "Unknown gate."),
    };
}
