namespace CnnTools.Core.Networks;

/// <summary>Finds the network that a user means, by name or by the path of a JSON file. For a network given as an object see <see
/// cref="ShapeInference.CheckFits"/>.</summary>
public static class NetworkResolver
{
    /// <summary>The network for a dataset, by name or from a JSON file.</summary>
    /// <param name="nameOrPath">A network's name, or the path of a network in JSON (ends in <c>.json</c>). A name wins over a file of the same name.</param>
    /// <param name="height">Height of the dataset's images in pixels.</param>
    /// <param name="width">Their width.</param>
    /// <param name="channels">Their channels.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <returns>A network that takes these images and gives a score a class.</returns>
    /// <exception cref="CnnException">There is no such network (<c>ArchitectureNotFound</c>), or it is invalid or does not fit to the dataset
    /// (<c>NetworkInvalid</c>).</exception>
    public static CnnNetwork Resolve(string nameOrPath, int height, int width, int channels, int classCount)
    {
        if (NetworkCatalog.TryFind(nameOrPath) is { } named) return named.For(height, width, channels, classCount);
        if (!LooksLikePath(nameOrPath)) return NetworkCatalog.Find(nameOrPath).For(height, width, channels, classCount);
        CnnNetwork network = NetworkJson.Load(nameOrPath);
        ShapeInference.CheckFits(network, height, width, channels, classCount);
        return network;
    }

    /// <summary>The network without a dataset: one by name for a shape the user names or its own, one from a JSON file with the shape it states.</summary>
    /// <param name="nameOrPath">As for <see cref="Resolve"/>.</param>
    /// <param name="shape">Height, width and channels for a network by name; null takes those it was designed for.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <exception cref="CnnException">As for <see cref="Resolve"/>.</exception>
    public static CnnNetwork ResolveAlone(string nameOrPath, (int Height, int Width, int Channels)? shape, int classCount)
    {
        if (LooksLikePath(nameOrPath) && NetworkCatalog.TryFind(nameOrPath) is null)
        {
            CnnNetwork network = NetworkJson.Load(nameOrPath);
            ShapeInference.CheckClassScores(network, ShapeInference.Infer(network), classCount);
            return network;
        }

        NamedNetwork named = NetworkCatalog.Find(nameOrPath);
        (int height, int width, int channels) = shape ?? (named.Height, named.Width, named.Channels);
        return named.For(height, width, channels, classCount);
    }

    /// <summary>Height, width and channels that a network states itself; null for one by name, which takes any.</summary>
    /// <param name="nameOrPath">As for <see cref="Resolve"/>; null is null.</param>
    /// <exception cref="CnnException">As for <see cref="Resolve"/>.</exception>
    public static (int Height, int Width, int Channels)? OwnInput(string? nameOrPath)
    {
        if (nameOrPath is null || NetworkCatalog.TryFind(nameOrPath) is not null || !LooksLikePath(nameOrPath)) return null;
        CnnNetwork network = NetworkJson.Load(nameOrPath);
        return (network.Height, network.Width, network.Channels);
    }

    private static bool LooksLikePath(string text) => text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.AsSpan().IndexOfAny('/', '\\') >= 0;
}
