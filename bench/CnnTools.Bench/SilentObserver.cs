using CnnTools.Core.Progress;

namespace CnnTools.Bench;

/// <summary>Passes warnings to the error stream and drops the rest.</summary>
internal class SilentObserver : ITrainingObserver
{
    public void OnDataset(DatasetProgress progress)
    {
    }

    public void OnMessage(MessageLevel level, string text)
    {
        if (level == MessageLevel.Warning) Console.Error.WriteLine(text);
    }

    public void OnProgress(TrainingProgress progress)
    {
    }

    public virtual void OnEpoch(CnnEpochResult result)
    {
    }
}
