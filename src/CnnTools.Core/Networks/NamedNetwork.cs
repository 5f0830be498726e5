
namespace CnnTools.Core.Networks;

/// <summary>A network known by name: its layers for any input and number of classes, and the recipe it is usually trained by.</summary>
public sealed record NamedNetwork
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>One line on what the network is.</summary>
    public required string Description { get; init; }

    /// <summary>The dataset the network was designed for.</summary>
    public required string Dataset { get; init; }

    /// <summary>Height of that dataset's images in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Width of that dataset's images in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of that dataset's images.</summary>
    public required int Channels { get; init; }

    /// <summary>Classes of that dataset.</summary>
    public required int ClassCount { get; init; }

    /// <summary>Test accuracy the tutorial reports, in <c>[0, 1]</c>; null where there is none.</summary>
    public double? TutorialAccuracy { get; init; }

    /// <summary>The values a training takes where the user gives none.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>The layers for a number of classes, at least 1.</summary>
    public required Func<int, IReadOnlyList<CnnLayer>> Layers { get; init; }

    /// <summary>The network for images of a shape and a number of classes. Only the last layer depends on the classes.</summary>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    /// <param name="classCount">Number of classes, at least 1.</param>
    /// <exception cref="CnnException">The images are too small (or absurdly large) for the network: id <c>NetworkInvalid</c>, message with the
    /// layer.</exception>
    public CnnNetwork For(int height, int width, int channels, int classCount)
    {
        var network = new CnnNetwork { Name = Name, Height = height, Width = width, Channels = channels, Layers = Layers(classCount) };
        ShapeInference.Infer(network);
        return network;
    }

    /// <summary>The network's description as users see it, with the sizes it has on its own dataset.</summary>
    public CnnArchitectureInfo ToInfo()
    {
        NetworkTotals totals = NetworkSummary.TotalsOf(For(Height, Width, Channels, ClassCount));
        return new CnnArchitectureInfo
        {
            Name = Name,
            Dataset = Dataset,
            InputShape = LayerShape.Plane(Height, Width, Channels).ToString(),
            Parameters = totals.Parameter,
            NonTrainable = totals.NonTrainable,
            Flops = totals.Flop,
            Epoch = Recipe.Epoch,
            BatchSize = Recipe.BatchSize,
            TutorialAccuracy = TutorialAccuracy,
            Description = Description,
        };
    }
}
