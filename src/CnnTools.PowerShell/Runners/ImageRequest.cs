namespace CnnTools.PowerShell.Runners;

/// <summary>Which images are wanted and what shall stand below them.</summary>
internal sealed record ImageRequest
{
    /// <summary>How many images where no positions are given; null takes nine.</summary>
    public int? Count { get; init; }

    /// <summary>Positions in the dataset; null takes the first ones, or random ones.</summary>
    public IReadOnlyList<int>? Index { get; init; }

    /// <summary>Draws images at random, and augmentation's changes; null takes the first ones.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether captions are left out.</summary>
    public bool NoCaption { get; init; }

    /// <summary>Shows views that augmentation makes of each image; None shows the image itself.</summary>
    public CnnAugmentation Augmentation { get; init; }

    /// <summary>Largest shift as a fraction of the image's size.</summary>
    public double ShiftFraction { get; init; } = 0.1;

    /// <summary>The size that a dataset's images are prepared to; null leaves the choice to the images.</summary>
    public CnnImageSize? ImageSize { get; init; }

    /// <summary>What becomes of an image whose sides have another ratio; null is Crop.</summary>
    public CnnImageFit? Fit { get; init; }

    /// <summary>How many images where nobody said.</summary>
    public const int UsualCount = 9;
}
