namespace CnnTools.Core.Runs;

/// <summary>The figures of a run that follow from its epochs.</summary>
internal static class RunMetrics
{
    /// <summary>The run with its epochs and the figures that follow from them.</summary>
    public static CnnRun With(CnnRun run, IReadOnlyList<CnnEpochResult> history)
    {
        CnnEpochResult? best = history.Where(static epoch => epoch.ValidationLoss is not null).MinBy(static epoch => epoch.ValidationLoss);
        return run with
        {
            History = history, Epoch = history.Count, Seconds = history.Sum(static epoch => epoch.Seconds), Loss = history.Count == 0 ? null : history[^1].Loss,
            ValidationLoss = best?.ValidationLoss, ValidationAccuracy = best?.ValidationAccuracy, BestEpoch = run.BestEpoch ?? best?.Epoch,
        };
    }
}
