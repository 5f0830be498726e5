using CnnTools.Core.ModelFiles;
using CnnTools.Core.Planning;
using CnnTools.Core.Progress;
using CnnTools.Engine.Modules;

namespace CnnTools.Engine.Training.Listeners;

/// <summary>
/// Writes the model: the best so far after every epoch, and at the end the one that was kept, with its test score. The file is either the former one or the
/// whole new one.
/// </summary>
internal sealed class ModelFileListener(string path, TrainingLoop loop, ModelProvenance provenance, ITrainingObserver observer) : ITrainingListener
{
    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest)
    {
        if (!isBest) return;
        using IDisposable? loan = loop.Average?.Lend();
        Save(provenance);
    }

    /// <inheritdoc/>
    public void Failed(Exception cause)
    {
        if (cause is OperationCanceledException && loop.State.BestEpoch > 0)
            observer.OnMessage(MessageLevel.Warning,
                Invariant($"Stopped in epoch {loop.State.Epoch}. The model of epoch {loop.State.BestEpoch} is in {path}."));
    }

    /// <inheritdoc/>
    public void Finished(CnnTrainingResult result) => Save(provenance with
    {
        Test = result is { TestLoss: { } loss, TestAccuracy: { } accuracy } ? new EvaluationScore(loss, accuracy, result.TestCount) : null,
        StopReason = result.StopReason,
    });

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Save(ModelProvenance known)
    {
        ModelProvenance now = known.At(loop.State.BestEpoch, loop.State.History);
        SafeTensorsWriter.Entry[] weights = Weights.Save(loop.Model);
        // A file on disk is what others rely on: it keeps its last sound state.
        if (WeightCheck.FirstNotFinite(weights) is { } name)
            throw new CnnException("TrainingDiverged", CnnErrorCategory.OperationFailed,
                Invariant($"Training diverged: expected finite weights, found NaN or infinity in {name} after epoch {loop.State.Epoch}. '{path}' was not written. Use a lower learning rate, or precision Float32."), path);
        ModelFile.Save(path, now.Plan.Network, now.ClassNames, weights, now.Describe(), now.History, now.Plan.Input.Preparation);
    }
}
