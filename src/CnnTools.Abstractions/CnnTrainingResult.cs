namespace CnnTools;

/// <summary>How a training ended and what it left behind.</summary>
public sealed record CnnTrainingResult
{
    /// <summary>The dataset trained on: its name, or the full path of a folder or a manifest.</summary>
    public required string Dataset { get; init; }

    /// <summary>The network trained.</summary>
    public required string Architecture { get; init; }

    /// <summary>Why it ended.</summary>
    public required CnnStopReason StopReason { get; init; }

    /// <summary>One sentence that explains <see cref="StopReason"/>.</summary>
    public required string StopMessage { get; init; }

    /// <summary>Epochs run.</summary>
    public required int Epoch { get; init; }

    /// <summary>The epoch whose weights the model holds.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Mean loss on the test split; null where it was not read.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Accuracy on the test split in <c>[0, 1]</c>; null where it was not read.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Number of test images.</summary>
    public int TestCount { get; init; }

    /// <summary>Seconds from the first step to the end, the test included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The device used.</summary>
    public required string Device { get; init; }

    /// <summary>The precision used.</summary>
    public required CnnPrecision Precision { get; init; }

    /// <summary>CPU threads used.</summary>
    public required int Threads { get; init; }

    /// <summary>The seed used.</summary>
    public required long Seed { get; init; }

    /// <summary>Full path of the model written; null where none was.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Full path of the CSV log written; null where none was.</summary>
    public string? LogPath { get; init; }
}
