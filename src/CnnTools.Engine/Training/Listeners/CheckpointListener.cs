using System.Diagnostics;
using CnnTools.Core.Planning;

namespace CnnTools.Engine.Training.Listeners;

/// <summary>Writes checkpoints: at the end of every epoch, and within one whenever the interval has passed.</summary>
internal sealed class CheckpointListener(string path, TimeSpan interval, TrainingLoop loop, TrainingIdentity identity) : ITrainingListener
{
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <summary>Writes one now.</summary>
    public void Save()
    {
        CheckpointTensors.Save(path, loop, identity);
        _sinceLast.Restart();
    }

    /// <inheritdoc/>
    public void StepEnded(LoopRun run, bool isLast)
    {
        // At the end of an epoch there is more to come that belongs into it.
        if (!isLast && (run.IsEpochComplete || _sinceLast.Elapsed < interval)) return;
        run.Capture();
        Save();
    }

    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest)
    {
        if (!loop.WasCutShort) Save();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
