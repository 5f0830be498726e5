namespace CnnTools.PowerShell.Output;

/// <summary>Lets through what comes at most once an interval. PowerShell draws progress on the pipeline's thread, which is the thread that trains.</summary>
/// <param name="interval">Shortest time between two passes.</param>
/// <param name="time">The clock.</param>
internal sealed class Throttle(TimeSpan interval, TimeProvider time)
{
    private long? _last;

    /// <summary>True for the first call and then once the interval is over.</summary>
    public bool TryPass()
    {
        long now = time.GetTimestamp();
        if (_last is { } last && time.GetElapsedTime(last, now) < interval) return false;
        _last = now;
        return true;
    }

    /// <summary>Lets the next call through.</summary>
    public void Reset() => _last = null;
}
