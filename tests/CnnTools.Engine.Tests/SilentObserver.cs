using CnnTools.Core.Progress;

namespace CnnTools.Engine.Tests;

/// <summary>Listens and keeps nothing.</summary>
internal sealed class SilentObserver : ITrainingObserver, IInferenceObserver
{
    public Action<CnnEpochResult>? OnEpochDone { get; init; }

    public void OnDataset(DatasetProgress progress)
    {
    }

    public void OnMessage(MessageLevel level, string text)
    {
    }

    public void OnProgress(TrainingProgress progress)
    {
    }

    public void OnProgress(int done, int total)
    {
    }

    public void OnEpoch(CnnEpochResult result) => OnEpochDone?.Invoke(result);
}
