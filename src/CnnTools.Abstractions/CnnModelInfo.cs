namespace CnnTools;

/// <summary>What a model file says about itself.</summary>
public sealed record CnnModelInfo
{
    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The network's name.</summary>
    public required string Architecture { get; init; }

    /// <summary>Input as height, width, channels.</summary>
    public required string InputShape { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> Classes { get; init => field = CnnNameList.Of(value); }

    /// <summary>All parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The dataset trained on; null where the file does not say.</summary>
    public string? Dataset { get; init; }

    /// <summary>Accuracy on the test split when it was trained, in <c>[0, 1]</c>; null where the file does not say.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>The epoch whose weights the file holds; null where the file does not say.</summary>
    public int? Epoch { get; init; }

    /// <summary>The training's seed; null where the file does not say.</summary>
    public long? Seed { get; init; }
}
