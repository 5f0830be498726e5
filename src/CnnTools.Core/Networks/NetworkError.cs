using System.Globalization;

namespace CnnTools.Core.Networks;

/// <summary>Errors about networks, all with the id <c>NetworkInvalid</c>.</summary>
internal static class NetworkError
{
    public const string InvalidId = "NetworkInvalid";
    public const string NotFoundId = "ArchitectureNotFound";

    /// <summary>An error about the network as a whole.</summary>
    public static CnnException About(CnnNetwork network, string text) =>
        new(InvalidId, CnnErrorCategory.InvalidData, $"Network '{network.Name}': {text}", network.Name);

    /// <summary>An error about one layer of the network's own list.</summary>
    /// <param name="network">The network.</param>
    /// <param name="index">The layer's index, from 0.</param>
    /// <param name="text">Expected, found, what to do.</param>
    public static CnnException AtLayer(CnnNetwork network, int index, string text) =>
        AtLayer(network, Invariant($"layers[{index}]"), LayerNames.Of([.. network.Layers.Take(index + 1)])[index], text);

    /// <summary>
    /// An error about one layer. For a layer of the network's own list the message has its number, from 1, and the name that summaries show; for one inside
    /// another layer its path, as in
    /// <c>layers[3].body[1]</c>, from 0, and its full name.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The layer's path.</param>
    /// <param name="name">Its name.</param>
    /// <param name="text">Expected, found, what to do.</param>
    public static CnnException AtLayer(CnnNetwork network, string path, string name, string text)
    {
        string place = path.Contains('.', StringComparison.Ordinal) ? path
            : Invariant($"layer {int.Parse(path.AsSpan("layers[".Length)[..^1], CultureInfo.InvariantCulture) + 1}");
        return new(InvalidId, CnnErrorCategory.InvalidData, $"Network '{network.Name}', {place} ({name}): {text}", name);
    }
}
