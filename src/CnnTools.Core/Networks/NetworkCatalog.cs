using CnnTools.Core.Networks.Architectures;
using CnnTools.Core.Text;

namespace CnnTools.Core.Networks;

/// <summary>The networks known by name.</summary>
public static class NetworkCatalog
{
    /// <summary>All of them, in the order of the list that users see.</summary>
    public static IReadOnlyList<NamedNetwork> All { get; } =
    [
        TwoConv4x4.Network, VggBatchNorm.Network, OneConvDropout.Network, TwoConvDropout.Network, FashionTwoConv.Network, ThreeConv.Network,
        ResNet20.Network, ResNet18.Network, ResNet34.Network, MobileNetV2.Network, CntkResNet18.Network,
    ];

    /// <summary>The network of that name; upper and lower case are alike.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="CnnException">There is none: id <c>ArchitectureNotFound</c>, message with all names.</exception>
    public static NamedNetwork Find(string name) => TryFind(name) ?? throw new CnnException(
        NetworkError.NotFoundId,
        CnnErrorCategory.ObjectNotFound,
        $"There is no network '{name}'.{Suggestion.For(name, Names)} Known networks: {string.Join(", ", Names)}; or give the path of a network in JSON (.json).",
        name);

    /// <summary>The network that a dataset is trained with where the user names none.</summary>
    /// <param name="dataset">A dataset's name; upper and lower case are alike. For a name not known, a folder or a manifest it is <c>TwoConv4x4</c>.</param>
    public static NamedNetwork DefaultFor(string dataset) => dataset.ToUpperInvariant() switch
    {
        "MNIST" or "KMNIST" => OneConvDropout.Network,
        "FASHIONMNIST" => FashionTwoConv.Network,
        "CIFAR100" => VggBatchNorm.Network,
        _ => TwoConv4x4.Network,
    };

    internal static NamedNetwork? TryFind(string name) => All.FirstOrDefault(network => string.Equals(network.Name, name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Names => All.Select(network => network.Name);
}
