namespace CnnTools;

/// <summary>A network known by name, with the recipe it is usually trained by.</summary>
public sealed record CnnArchitectureInfo
{
    /// <summary>The name to give to <c>-Architecture</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The dataset the network was designed for.</summary>
    public required string Dataset { get; init; }

    /// <summary>Input as height, width, channels, for instance <c>32x32x3</c>.</summary>
    public required string InputShape { get; init; }

    /// <summary>All parameters as Keras counts them: batch normalisation has four values a channel.</summary>
    public required long Parameters { get; init; }

    /// <summary>Of these, the ones no optimizer changes (running means and variances).</summary>
    public required long NonTrainable { get; init; }

    /// <summary>Floating-point operations of one forward pass over one image; a multiply-add counts as two.</summary>
    public required long Flops { get; init; }

    /// <summary>Number of epochs of the usual recipe.</summary>
    public required int Epoch { get; init; }

    /// <summary>Images a step of the usual recipe.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Test accuracy the tutorial reports, in <c>[0, 1]</c>; null where there is none.</summary>
    public double? TutorialAccuracy { get; init; }

    /// <summary>One line on what the network is.</summary>
    public required string Description { get; init; }
}
