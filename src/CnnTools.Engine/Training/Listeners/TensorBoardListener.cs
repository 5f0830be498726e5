using CnnTools.Core.Planning;
using CnnTools.Core.Runs.TensorBoard;

namespace CnnTools.Engine.Training.Listeners;

/// <summary>Writes event files that TensorBoard shows.</summary>
internal sealed class TensorBoardListener(string folder, TrainingPlan plan, IReadOnlyList<CnnEpochResult> history) : ITrainingListener
{
    private readonly EventLog _events = new(folder, RunOptions.Of(plan), history);

    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest) => _events.Write(result);

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();
}
