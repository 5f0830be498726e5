namespace CnnTools;

/// <summary>A training that took place: what was asked for, what came of it and where its files lie.</summary>
public sealed record CnnRun
{
    /// <summary>Its name: that of its record, or of its model where there is no record.</summary>
    public required string Id { get; init; }

    /// <summary>When it began; of a model without a record, when its file was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>How it stands or how it ended.</summary>
    public required CnnRunState State { get; init; }

    /// <summary>One sentence that explains <see cref="State"/>; null where nobody wrote one.</summary>
    public string? StopMessage { get; init; }

    /// <summary>The dataset trained on: a name, or the full path of a folder or manifest; null where nobody wrote it down.</summary>
    public string? Dataset { get; init; }

    /// <summary>The network trained.</summary>
    public required string Architecture { get; init; }

    /// <summary>Epochs run.</summary>
    public required int Epoch { get; init; }

    /// <summary>The epoch whose weights the model holds; null before the first one.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Training loss of the last epoch.</summary>
    public double? Loss { get; init; }

    /// <summary>Loss on the watched images in the best epoch.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy on the watched images in the best epoch, in <c>[0, 1]</c>.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Loss on the test split; null where it was not read.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Accuracy on the test split, in <c>[0, 1]</c>; null where it was not read.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Images of the test split that were graded; null where it was not read.</summary>
    public int? TestCount { get; init; }

    /// <summary>Seconds of all epochs together.</summary>
    public required double Seconds { get; init; }

    /// <summary>The seed; null where nobody wrote it down.</summary>
    public long? Seed { get; init; }

    /// <summary>The device used; null where nobody wrote it down.</summary>
    public string? Device { get; init; }

    /// <summary>Every choice of the training, by its name.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The epochs.</summary>
    public required IReadOnlyList<CnnEpochResult> History { get; init; }

    /// <summary>Full path of the model; null where none was written.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Full path of the CSV log; null where none was written.</summary>
    public string? LogPath { get; init; }

    /// <summary>Full path of the checkpoint; null where none was written.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Full path of the folder with TensorBoard's event files; null where none were written.</summary>
    public string? TensorBoardPath { get; init; }

    /// <summary>Full path of the run's record; null where only its model is there.</summary>
    public string? RecordPath { get; init; }
}
