using CnnTools.Core.Networks.Layers;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>A layer that becomes a module, with everything that this takes.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Activation">Function applied to its output; not always its own, see <see cref="LayerModules.CreateAll"/>.</param>
/// <param name="Seed">Seed of starting weights and dropout; null leaves the weights to chance, until they are loaded.</param>
/// <param name="Edges">By a convolution's full name, what is added to its output before the activation.</param>
internal sealed record LayerContext(PlacedLayer Layer, CnnActivation? Activation, long? Seed, IReadOnlyDictionary<string, Tensor> Edges)
{
    /// <summary>Modules of the layers inside this one.</summary>
    public IReadOnlyList<LayerModule> CreateAll(IReadOnlyList<PlacedLayer> layers) => LayerModules.CreateAll(layers, Seed, Edges);
}
