using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.Networks;

/// <summary>Follows one image's shape through a network, and by that checks that the layers fit together.</summary>
public static class ShapeInference
{
    /// <summary>Largest number of layers, those inside layers included.</summary>
    public const int MaximumLayerCount = 1000;

    /// <summary>How many layers deep a layer may lie inside others.</summary>
    public const int MaximumNesting = 4;

    /// <summary>Largest number of parameters.</summary>
    public const long MaximumParameterCount = int.MaxValue;

    /// <summary>Largest number of values an image may have and a layer may give for it: 1 GiB in 32-bit floats.</summary>
    public const long MaximumValueCount = 1L << 28;

    /// <summary>Largest height and width of the input in pixels.</summary>
    public const int MaximumInputSide = 1 << 14;

    /// <summary>The shape after every layer, in order; empty for a network without layers.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CnnException">A layer's properties are wrong or it does not fit to the one before: id <c>NetworkInvalid</c>, message with the layer's
    /// number and name.</exception>
    public static IReadOnlyList<LayerShape> Infer(CnnNetwork network) => [.. Place(network).Select(static layer => layer.Output)];

    /// <summary>The layers in their places, each checked and with its shapes.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CnnException">As for <see cref="Infer"/>.</exception>
    internal static IReadOnlyList<PlacedLayer> Place(CnnNetwork network)
    {
        CheckNetwork(network);
        return LayerTree.Of(network);
    }

    /// <summary>Checks that a network fits to a dataset: the input's shape, and a score a class at its end. Returns the shapes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="height">Height of the dataset's images in pixels.</param>
    /// <param name="width">Their width.</param>
    /// <param name="channels">Their channels.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <exception cref="CnnException">It does not fit, or is invalid in itself: id <c>NetworkInvalid</c>.</exception>
    public static IReadOnlyList<LayerShape> CheckFits(CnnNetwork network, int height, int width, int channels, int classCount)
    {
        IReadOnlyList<LayerShape> shapes = Infer(network);
        if ((network.Height, network.Width, network.Channels) != (height, width, channels))
            throw NetworkError.About(network, Invariant($"its input is {network.Height}x{network.Width}x{network.Channels} (height x width x channels), but the dataset's images are {height}x{width}x{channels}. Change the network's input or choose a dataset of that shape."));
        CheckClassScores(network, shapes, classCount);
        return shapes;
    }

    /// <summary>Checks that the last layer gives one score a class, without an activation.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shapes">What <see cref="Infer"/> gave for it.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <exception cref="CnnException">It does not: id <c>NetworkInvalid</c>.</exception>
    public static void CheckClassScores(CnnNetwork network, IReadOnlyList<LayerShape> shapes, int classCount)
    {
        if (shapes.Count == 0)
            throw NetworkError.About(network, "it has no layers. Add some, with a Dense layer of a unit a class as the last.");

        int last = shapes.Count - 1;
        if (!shapes[last].IsFlat)
            throw NetworkError.AtLayer(network, last, $"the last layer's output is the plane {shapes[last]}; expected one score a class. End the network with Flatten (or GlobalAveragePool2d) and Dense with Units {classCount}.");
        if (shapes[last].Channels != classCount)
            throw NetworkError.AtLayer(network, last, $"the last layer gives {shapes[last].Channels} scores, but there are {classCount} classes. Set its Units to {classCount}.");
        if (network.Layers[last].Activation is { } activation)
            throw NetworkError.AtLayer(network, last, $"the last layer has the activation {activation}; its outputs must be the classes' scores before softmax, which the loss applies. Leave the activation out.");
    }

    private static void CheckNetwork(CnnNetwork network)
    {
        if (string.IsNullOrWhiteSpace(network.Name) || network.Name.Length > 100 || network.Name.Any(char.IsControl))
            throw NetworkError.About(network, "its name must have 1 to 100 characters, not all blank and none a control character.");
        if (network.Height is < 1 or > MaximumInputSide || network.Width is < 1 or > MaximumInputSide || network.Channels is < 1 or > LayerProperty.MaximumWidth)
            throw NetworkError.About(network, $"its input is {network.Height}x{network.Width}x{network.Channels} (height x width x channels); expected height and width from 1 to {MaximumInputSide} and at least 1 channel.");
        if (LayerShape.Plane(network.Height, network.Width, network.Channels).ValueCount > MaximumValueCount)
            throw NetworkError.About(network, Invariant($"its input {network.Height}x{network.Width}x{network.Channels} has more than {MaximumValueCount:N0} values; use smaller images."));
    }
}
