using CnnTools.Core.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>A layer whose output is a product with its weights.</summary>
internal abstract class WeightedModule : LayerModule
{
    // Named as in PyTorch: TorchSharp finds a parameter that it has moved to another device by the name of its field.
    protected Parameter weight;
    protected Parameter? bias;

    /// <summary>Makes the layer's tensors: drawn by the seed, or left to chance without one.</summary>
    protected WeightedModule(LayerContext context)
        : base(context.Layer.OwnName)
    {
        PlacedLayer layer = context.Layer;
        LayerWeight[] parts = [.. layer.Type.Weights(layer)];
        weight = AddParameter(nameof(weight), Draw(layer, parts[0], context.Seed));
        if (parts.Length > 1) bias = AddParameter(nameof(bias), zeros(parts[1].Shape));
    }

    /// <summary>Casts the weights for good, for a module that is only evaluated.</summary>
    public void CastWeights() => this.to(ComputeType);

    private static Tensor Draw(PlacedLayer layer, LayerWeight part, long? seed)
    {
        Tensor weights = empty(part.Shape);
        if (seed is not { } value) return weights;
        float[] drawn = WeightInitializer.Draw(layer.Layer.Initializer ?? CnnInitializer.GlorotUniform, part.Count, layer.Type.FanIn(layer),
            layer.Type.FanOut(layer), value, layer.Stream);
        // A copy: a tensor of an array lies in the array's own memory, and rounding can depend on how that happens to be aligned.
        using (no_grad())
        using (Tensor source = tensor(drawn, part.Shape))
            weights.copy_(source);
        return weights;
    }
}
