namespace CnnTools;

/// <summary>How long one picture takes, in milliseconds.</summary>
public sealed record CnnLatency
{
    /// <summary>Pictures classified before the clock counted.</summary>
    public required int Warmup { get; init; }

    /// <summary>Pictures timed.</summary>
    public required int Count { get; init; }

    /// <summary>Median.</summary>
    public required double P50 { get; init; }

    /// <summary>95th percentile.</summary>
    public required double P95 { get; init; }

    /// <summary>99th percentile.</summary>
    public required double P99 { get; init; }
}
