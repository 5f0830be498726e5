using CnnTools.Core.Runs;

namespace CnnTools.Engine.Training.Listeners;

/// <summary>Writes the CSV log: one line per epoch.</summary>
internal sealed class EpochLogListener(string path, IReadOnlyList<CnnEpochResult> history) : ITrainingListener
{
    private readonly EpochLog _log = new(path, history);

    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest) => _log.Write(result);

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();
}
