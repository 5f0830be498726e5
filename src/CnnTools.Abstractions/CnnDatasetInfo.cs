namespace CnnTools;

/// <summary>One split of one dataset.</summary>
public sealed record CnnDatasetInfo
{
    /// <summary>The dataset's name, or the last part of its path.</summary>
    public required string Name { get; init; }

    /// <summary>The split described.</summary>
    public required CnnSplit Split { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>Width of every image in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of every image in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public required int Channels { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> Classes { get; init => field = CnnNameList.Of(value); }

    /// <summary>True where the files match their published SHA-256, or the images are made from a seed; false where they only passed structural
    /// checks.</summary>
    public required bool Verified { get; init; }

    /// <summary>Where the files lie; null where the dataset is generated or not on this machine yet.</summary>
    public string? Path { get; init; }

    /// <summary>True where the dataset can be used now without a download.</summary>
    public bool Available { get; init; } = true;
}
