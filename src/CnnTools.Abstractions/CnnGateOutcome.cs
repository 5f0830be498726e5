namespace CnnTools;

/// <summary>How a gate ended.</summary>
public enum CnnGateOutcome
{
    /// <summary>The figure is within the bound.</summary>
    Passed,

    /// <summary>The figure is outside the bound.</summary>
    Failed,

    /// <summary>There is no figure to compare, or nothing to compare it with. Counts as failed.</summary>
    Missing,
}
