namespace CnnTools.Core.Progress;

/// <summary>How loud a message is.</summary>
public enum MessageLevel
{
    /// <summary>Details for those who ask: device, threads, seed.</summary>
    Verbose,

    /// <summary>What every user should see once.</summary>
    Information,

    /// <summary>Something works, but worse than it could.</summary>
    Warning,
}

/// <summary>How far a training has come within an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="EpochCount">The largest number of epochs.</param>
/// <param name="Done">Training images seen in this epoch.</param>
/// <param name="Total">Training images in an epoch.</param>
/// <param name="Loss">Mean loss over this epoch so far.</param>
/// <param name="Accuracy">Share right over this epoch so far, in <c>[0, 1]</c>.</param>
/// <param name="ImagesPerSecond">Images a second in this epoch so far.</param>
/// <param name="Remaining">Estimated time to the end of the last epoch.</param>
public readonly record struct TrainingProgress(int Epoch, int EpochCount, int Done, int Total, double Loss, double Accuracy, double ImagesPerSecond, TimeSpan Remaining);

/// <summary>Where a training tells what happens. Every call comes on the thread that runs the training.</summary>
public interface ITrainingObserver
{
    /// <summary>A dataset is being read or downloaded.</summary>
    void OnDataset(DatasetProgress progress);

    /// <summary>Something to tell the user.</summary>
    void OnMessage(MessageLevel level, string text);

    /// <summary>Some batches were done; called at most about five times a second.</summary>
    void OnProgress(TrainingProgress progress);

    /// <summary>An epoch ended.</summary>
    void OnEpoch(CnnEpochResult result);
}
