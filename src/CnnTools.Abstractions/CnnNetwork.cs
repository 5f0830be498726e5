using System.Collections.ObjectModel;

namespace CnnTools;

/// <summary>A network as data: input shape and layers in order. Holds no weights.</summary>
public sealed record CnnNetwork
{
    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>Height of the input in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Width of the input in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of the input.</summary>
    public required int Channels { get; init; }

    /// <summary>The layers; the last one's outputs are the classes' scores before softmax (logits).</summary>
    public required IReadOnlyList<CnnLayer> Layers { get; init => field = value as ReadOnlyCollection<CnnLayer> ?? new ReadOnlyCollection<CnnLayer>([.. value]); }
}
