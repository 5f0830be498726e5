namespace CnnTools.Engine.Training.Listeners;

/// <summary>Something that follows a training: a log, a checkpoint, a page. Every call comes on the thread that trains.</summary>
/// <remarks>
/// <see cref="TrainingListeners"/> calls them in the order of its list. What a listener throws ends the training, as an error of the training itself does:
/// the listeners after it are not told of
/// that step or epoch, and all are told that it <see cref="Failed"/>. Each is told once how the training ended; then only <see cref="IDisposable.Dispose"/>
/// is called.
/// </remarks>
internal interface ITrainingListener : IDisposable
{
    /// <summary>
    /// A step ended. Called after every step, and once more with true if the time budget ends within an epoch: that is the last moment from which the
    /// training can be resumed.
    /// </summary>
    /// <param name="run">How far the training is. What it reads from the device costs time.</param>
    /// <param name="isLast">Whether the time budget is spent.</param>
    void StepEnded(LoopRun run, bool isLast)
    {
    }

    /// <summary>An epoch ended; the model (or <see cref="TrainingLoop.Average"/>) holds its weights.</summary>
    /// <param name="result">The epoch.</param>
    /// <param name="isBest">Whether its weights are the ones to keep so far.</param>
    void EpochEnded(CnnEpochResult result, bool isBest)
    {
    }

    /// <summary>The training ended before its end.</summary>
    /// <param name="cause">Why: <see cref="OperationCanceledException"/> if the user stopped it.</param>
    void Failed(Exception cause)
    {
    }

    /// <summary>The training reached its end; the model holds the weights that were kept.</summary>
    void Finished(CnnTrainingResult result)
    {
    }
}
