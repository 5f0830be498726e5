using System.Diagnostics;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Engine.Batches;

namespace CnnTools.Engine.Training.Listeners;

/// <summary>
/// Tells the observer of every epoch, and about five times a second how far one has come: often enough to watch, too seldom to cost anything.
/// </summary>
/// <param name="plan">The training.</param>
/// <param name="observer">Who is told.</param>
internal sealed class ProgressListener(TrainingPlan plan, ITrainingObserver observer) : ITrainingListener
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private TimeSpan? _lastEpoch;

    /// <inheritdoc/>
    public void StepEnded(LoopRun run, bool isLast)
    {
        if (isLast || (!run.IsEpochComplete && _sinceLast.Elapsed < s_interval)) return;
        run.CheckDivergence();
        Report(run.Epoch, run.ImageCount, run.Meter, run.Elapsed);
        _sinceLast.Restart();
    }

    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest)
    {
        _lastEpoch = TimeSpan.FromSeconds(result.Seconds);
        observer.OnEpoch(result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Reads numbers from the device.</summary>
    private void Report(int epoch, int total, EpochMeter meter, TimeSpan elapsed)
    {
        double perSecond = meter.Count / elapsed.TotalSeconds;
        // A finished epoch tells what validation costs; before there is one, the images of this epoch have to do.
        TimeSpan epochTime = _lastEpoch ?? TimeSpan.FromSeconds(total / perSecond);
        TimeSpan remaining = (plan.Epoch - epoch) * epochTime + (elapsed < epochTime ? epochTime - elapsed : TimeSpan.Zero);
        observer.OnProgress(new TrainingProgress(epoch, plan.Epoch, meter.Count, total, meter.Loss, meter.Accuracy, perSecond, remaining));
    }
}
