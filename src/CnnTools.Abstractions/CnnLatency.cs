namespace CnnTools;

/// <summary>How long one image takes, in milliseconds.</summary>
public sealed record CnnLatency
{
    /// <summary>Images classified before the clock counted.</summary>
    public required int Warmup { get; init; }

    /// <summary>Images timed.</summary>
    public required int Count { get; init; }

    /// <summary>Median.</summary>
    public required double P50 { get; init; }

    /// <summary>95th percentile.</summary>
    public required double P95 { get; init; }

    /// <summary>99th percentile.</summary>
    public required double P99 { get; init; }
}
