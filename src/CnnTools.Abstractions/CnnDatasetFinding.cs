namespace CnnTools;

/// <summary>What can be wrong with the images of a dataset.</summary>
public enum CnnDatasetFindingKind
{
    /// <summary>A file cannot be read as an image.</summary>
    Broken,

    /// <summary>The same image, or nearly the same, is in different splits: the test would be too good.</summary>
    Leak,

    /// <summary>The same image, or nearly the same, has different labels: at least one is wrong.</summary>
    LabelConflict,

    /// <summary>The same image, or nearly the same, is several times in one split and class.</summary>
    Duplicate,

    /// <summary>A class has few training images.</summary>
    SmallClass,

    /// <summary>The largest class has many times the training images of the smallest.</summary>
    Imbalance,

    /// <summary>An image's shape or size is far from that of the others.</summary>
    OddSize,
}

/// <summary>Something in a dataset that a person should look at.</summary>
public sealed record CnnDatasetFinding
{
    /// <summary>What it is.</summary>
    public required CnnDatasetFindingKind Kind { get; init; }

    /// <summary>The same in words.</summary>
    public required string Message { get; init; }

    /// <summary>The image to remove or look at first: of a leak a training image, of a duplicate the last one; null for a finding about a class.</summary>
    public string? Path { get; init; }

    /// <summary>All images that the finding is about, in the order of the dataset; images of built-in datasets as <c>Cifar10/Test/7</c>.</summary>
    public IReadOnlyList<string> Paths { get; init => field = CnnNameList.Of(value); } = CnnNameList.Of([]);

    /// <summary>The classes concerned.</summary>
    public IReadOnlyList<string> Labels { get; init => field = CnnNameList.Of(value); } = CnnNameList.Of([]);

    /// <summary>True if the images are the same to the bit, false if they only look the same; null if the finding is not about copies.</summary>
    public bool? Identical { get; init; }
}
