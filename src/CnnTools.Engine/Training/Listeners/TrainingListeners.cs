namespace CnnTools.Engine.Training.Listeners;

/// <summary>The listeners of one training, in the order in which they are told.</summary>
/// <param name="listeners">Those that are there from the start; null entries are left out.</param>
internal sealed class TrainingListeners(params IEnumerable<ITrainingListener?> listeners) : ITrainingListener
{
    private readonly List<ITrainingListener> _listeners = [.. listeners.OfType<ITrainingListener>()];

    private readonly HashSet<ITrainingListener> _finished = [];

    /// <summary>Adds listeners before those that are there, each as soon as it is made.</summary>
    public void Prepend(IEnumerable<ITrainingListener?> listeners)
    {
        int place = 0;
        foreach (ITrainingListener listener in listeners.OfType<ITrainingListener>()) _listeners.Insert(place++, listener);
    }

    /// <inheritdoc/>
    public void StepEnded(LoopRun run, bool isLast)
    {
        foreach (ITrainingListener listener in _listeners) listener.StepEnded(run, isLast);
    }

    /// <inheritdoc/>
    public void EpochEnded(CnnEpochResult result, bool isBest)
    {
        foreach (ITrainingListener listener in _listeners) listener.EpochEnded(result, isBest);
    }

    /// <inheritdoc/>
    public void Finished(CnnTrainingResult result)
    {
        foreach (ITrainingListener listener in _listeners)
        {
            listener.Finished(result);
            _finished.Add(listener);
        }
    }

    /// <summary>Tells all listeners that have not finished, whatever one of them throws.</summary>
    public void Failed(Exception cause)
    {
        foreach (ITrainingListener listener in _listeners.Where(listener => !_finished.Contains(listener)))
        {
            try
            {
                listener.Failed(cause);
            }
            catch (Exception)
            {
                // The cause is what the user has to know; a listener that fails over it (a full disk, a stopped pipeline) would hide it.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listeners.ForEach(static listener => listener.Dispose());
}
