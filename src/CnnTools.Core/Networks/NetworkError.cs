namespace CnnTools.Core.Networks;

/// <summary>Errors about networks, all with the id <c>NetworkInvalid</c>.</summary>
internal static class NetworkError
{
    public const string InvalidId = "NetworkInvalid";
    public const string NotFoundId = "ArchitectureNotFound";

    /// <summary>An error about the network as a whole.</summary>
    public static CnnException About(CnnNetwork network, string text) =>
        new(InvalidId, CnnErrorCategory.InvalidData, $"Network '{network.Name}': {text}", network.Name);

    /// <summary>An error about one layer of the network's own list; the message counts layers from 1 and adds the name that summaries show.</summary>
    /// <param name="network">The network.</param>
    /// <param name="index">The layer's index, from 0.</param>
    /// <param name="text">Expected, found, what to do.</param>
    public static CnnException AtLayer(CnnNetwork network, int index, string text) =>
        AtLayer(network, Invariant($"layer {index + 1}"), LayerNames.Of([.. network.Layers.Take(index + 1)])[index], text);

    /// <summary>An error about one layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="place">Where the layer is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="text">Expected, found, what to do.</param>
    public static CnnException AtLayer(CnnNetwork network, string place, string name, string text) =>
        new(InvalidId, CnnErrorCategory.InvalidData, $"Network '{network.Name}', {place} ({name}): {text}", name);
}
