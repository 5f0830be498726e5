namespace CnnTools.Core.Networks;

/// <summary>Makes a network layer by layer. Each layer is checked as it is added; networks themselves never change.</summary>
public static class NetworkDraft
{
    /// <summary>The name of a network that nobody named.</summary>
    public const string DefaultName = "Custom";

    /// <summary>A network without layers.</summary>
    /// <param name="name">Its name; null takes <see cref="DefaultName"/>.</param>
    /// <param name="height">Height of the input in pixels.</param>
    /// <param name="width">Width of the input in pixels.</param>
    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    /// <exception cref="CnnException">The input is impossible: id <c>NetworkInvalid</c>.</exception>
    public static CnnNetwork Begin(string? name, int height, int width, int channels)
    {
        var network = new CnnNetwork { Name = name ?? DefaultName, Height = height, Width = width, Channels = channels, Layers = [] };
        ShapeInference.Infer(network);
        return network;
    }

    /// <summary>The network with one more layer at its end; the one given stays as it is.</summary>
    /// <param name="network">The network so far.</param>
    /// <param name="layer">The layer.</param>
    /// <exception cref="CnnException">The layer's properties are wrong, or it does not fit to the one before: id <c>NetworkInvalid</c>, message with the
    /// layer's number and name.</exception>
    public static CnnNetwork Add(CnnNetwork network, CnnLayer layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layer);
        CnnNetwork longer = network with { Layers = [.. network.Layers, layer] };
        ShapeInference.Infer(longer);
        return longer;
    }
}
