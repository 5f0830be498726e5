namespace CnnTools;

/// <summary>Why a training ended.</summary>
public enum CnnStopReason
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The watched loss did not improve for as many epochs as the patience allows.</summary>
    EarlyStopping,

    /// <summary>The time budget was spent.</summary>
    TimeBudget,

    /// <summary>The user stopped it; the best weights so far were kept.</summary>
    Cancelled,
}
