namespace CnnTools.Engine.Training;

/// <summary>
/// The time a training has taken over all its runs, from the first step of each, validation and files included, and whether that is all it may take. Like
/// PyTorch Lightning's
/// <c>Timer</c> with <c>interval="step"</c> (https://lightning.ai/docs/pytorch/stable/api/lightning.pytorch.callbacks.Timer.html), whose time also lives in the
/// checkpoint.
/// </summary>
/// <param name="budget">The most it may take; null sets no limit.</param>
/// <param name="time">The clock.</param>
/// <param name="before">Seconds that earlier runs took.</param>
internal sealed class TimeBudget(TimeSpan? budget, TimeProvider time, double before)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Seconds taken so far.</summary>
    public double Seconds => before + time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>True once no time is left.</summary>
    public bool IsSpent => budget is { } limit && Seconds >= limit.TotalSeconds;
}
