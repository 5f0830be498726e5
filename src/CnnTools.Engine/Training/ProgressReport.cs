using System.Diagnostics;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Engine.Batches;

namespace CnnTools.Engine.Training;

/// <summary>Tells the observer how far an epoch has come, about five times a second: often enough to watch, too seldom to cost anything.</summary>
internal sealed class ProgressReport(TrainingPlan plan, int total, ITrainingObserver observer)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private TimeSpan? _lastEpoch;

    /// <summary>Whether it is time to report.</summary>
    public bool IsDue(int done) => _sinceLast.Elapsed >= s_interval || done == total;

    /// <summary>Reports. Reads numbers from the device.</summary>
    public void Report(int epoch, EpochMeter meter, TimeSpan elapsed)
    {
        _sinceLast.Restart();
        double perSecond = meter.Count / elapsed.TotalSeconds;
        // A finished epoch tells what validation costs; before there is one, the images of this epoch have to do.
        TimeSpan epochTime = _lastEpoch ?? TimeSpan.FromSeconds(total / perSecond);
        TimeSpan remaining = (plan.Epoch - epoch) * epochTime + (elapsed < epochTime ? epochTime - elapsed : TimeSpan.Zero);
        observer.OnProgress(new TrainingProgress(epoch, plan.Epoch, meter.Count, total, meter.Loss, meter.Accuracy, perSecond, remaining));
    }

    /// <summary>Takes in how long a whole epoch took.</summary>
    public void EpochEnded(TimeSpan duration) => _lastEpoch = duration;
}
