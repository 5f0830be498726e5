namespace CnnTools;

/// <summary>How a training stands or how it ended.</summary>
public enum CnnRunState
{
    /// <summary>It goes on, in a process that still runs.</summary>
    Running,

    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The watched loss stopped getting better.</summary>
    EarlyStopping,

    /// <summary>The time budget was spent.</summary>
    TimeBudget,

    /// <summary>Somebody stopped it.</summary>
    Stopped,

    /// <summary>An error ended it.</summary>
    Failed,

    /// <summary>Its process ended without a word: killed, or the machine went down.</summary>
    Interrupted,

    /// <summary>Another reason that the record names.</summary>
    Other,
}
