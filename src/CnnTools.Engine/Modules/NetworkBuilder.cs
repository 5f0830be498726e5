using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;
using CnnTools.Engine.Modules.Layers;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules;

/// <summary>
/// Makes a network that can be trained out of a network as data, on the CPU, in 32-bit floats. The starting weights depend on the seed and the layers alone.
/// Flatten puts an image's values in the order channel, row, column (PyTorch's; Keras takes row, column, channel), so weights of the first dense layer carried
/// over from Keras have to be reordered.
/// </summary>
public static class NetworkBuilder
{
    /// <summary>Builds the network with fresh weights, in training mode.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Seed of the starting weights and of dropout.</param>
    /// <returns>The module; the caller's to dispose.</returns>
    /// <exception cref="CnnException">The network is invalid: id <c>NetworkInvalid</c>.</exception>
    public static CnnModule Build(CnnNetwork network, long seed) => Build(network, seed, new Dictionary<string, Tensor>(StringComparer.Ordinal));

    /// <summary>Builds the network with fresh weights as a training wants it: on the device, laid out as its images are, computing in the precision.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Seed of the starting weights and of dropout.</param>
    /// <param name="device">The device.</param>
    /// <param name="precision">Number format of convolutions and matrix products.</param>
    /// <returns>The module in training mode; the caller's to dispose.</returns>
    internal static CnnModule Build(CnnNetwork network, long seed, Device device, CnnPrecision precision)
    {
        CnnModule module = Build(network, seed);
        module.to(device);
        module.ToChannelsLast();
        module.ComputeType = MixedPrecision.TypeOf(precision);
        return module;
    }

    /// <summary>Builds the network without weights of its own, in evaluation mode: what its parameters hold is left to chance, until they are loaded.</summary>
    /// <param name="network">The network.</param>
    /// <param name="edges">By a convolution's name, a tensor (1, filters, rows, columns) on the device that the module will run on, added to the output before
    /// the activation. The module owns it.</param>
    /// <returns>The module; the caller's to dispose.</returns>
    internal static CnnModule BuildBlank(CnnNetwork network, IReadOnlyDictionary<string, Tensor> edges)
    {
        CnnModule module = Build(network, null, edges);
        module.eval();
        return module;
    }

    private static CnnModule Build(CnnNetwork network, long? seed, IReadOnlyDictionary<string, Tensor> edges)
    {
        TorchRuntime.Load();
        IReadOnlyList<PlacedLayer> layers = ShapeInference.Place(network);
        if (layers.Count == 0) throw NetworkError.About(network, "it has no layers.");
        using DisposeScope scope = NewDisposeScope();
        return new CnnModule(network, LayerModules.CreateAll(layers, seed, edges));
    }
}
