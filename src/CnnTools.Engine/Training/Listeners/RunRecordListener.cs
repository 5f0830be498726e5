using CnnTools.Core.Planning;
using CnnTools.Core.Runs;

namespace CnnTools.Engine.Training.Listeners;

/// <summary>Keeps the record by which the training is found again.</summary>
/// <param name="folder">The folder of records.</param>
/// <param name="plan">The training.</param>
/// <param name="device">The device used.</param>
/// <param name="loop">The training's loop, already where it resumes.</param>
/// <param name="cancellation">Tells whether the user stopped the training, whatever exception that led to.</param>
internal sealed class RunRecordListener(string folder, TrainingPlan plan, string device, TrainingLoop loop, CancellationToken cancellation) : ITrainingListener
{
    private readonly RunRecorder _record = RunRecorder.Begin(folder, RunOptions.ToRun(plan, device), loop.State.History, plan.Resumed is not null);

    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest) => _record.Epoch(loop.State.History, loop.State.BestEpoch);

    /// <inheritdoc/>
    public void Failed(Exception cause)
    {
        if (cause is CnnException failure) _record.Break(CnnRunState.Failed, failure.Message);
        else if (cause is OperationCanceledException || cancellation.IsCancellationRequested) _record.Break(CnnRunState.Stopped, "Somebody stopped it.");
        else _record.Break(CnnRunState.Failed, "An error ended it.");
    }

    /// <inheritdoc/>
    public void Finished(CnnTrainingResult result) => _record.End(result);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
