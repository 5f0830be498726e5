using System.Diagnostics;
using CnnTools.Core.Planning;

namespace CnnTools.Engine.Training.Checkpoints;

/// <summary>Decides when checkpoints are written: at the end of every epoch, and within one whenever the interval has passed.</summary>
internal sealed class CheckpointSchedule(string path, TimeSpan interval, TrainingLoop loop, TrainingIdentity identity)
{
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <summary>Writes one now.</summary>
    public void Save(TrainingState state)
    {
        Checkpoint.Save(path, loop, state, identity);
        _sinceLast.Restart();
    }

    /// <summary>Writes one if it is time to.</summary>
    /// <param name="capture">Brings the state up to date; waits for the device.</param>
    /// <param name="last">Whether there will be no later moment to go on from.</param>
    public void AfterStep(Func<TrainingState> capture, bool last)
    {
        if (last || _sinceLast.Elapsed >= interval) Save(capture());
    }
}
