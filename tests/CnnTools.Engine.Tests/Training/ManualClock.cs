namespace CnnTools.Engine.Tests.Training;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _now;

    public void Advance(double seconds) => _now += (long)(seconds * 1000);
}
