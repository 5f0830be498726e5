using CnnTools.Core.Networks.Layers;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Makes a module of each layer.</summary>
internal static class LayerModules
{
    private static readonly Dictionary<CnnLayerKind, Func<LayerContext, LayerModule>> s_factories = new()
    {
        [CnnLayerKind.Conv2d] = static context => new ConvolutionModule(context),
        [CnnLayerKind.DepthwiseConv2d] = static context => new ConvolutionModule(context, groups: context.Layer.Output.Channels),
        [CnnLayerKind.BatchNorm2d] = static context => new BatchNormModule(context),
        [CnnLayerKind.MaxPool2d] = static context => new MaxPoolModule(context),
        [CnnLayerKind.AveragePool2d] = static context => new AveragePoolModule(context),
        [CnnLayerKind.GlobalAveragePool2d] = static context => new GlobalAveragePoolModule(context),
        [CnnLayerKind.Flatten] = static context => new FlattenModule(context),
        [CnnLayerKind.Dense] = static context => new DenseModule(context),
        [CnnLayerKind.Dropout] = static context => new SeededDropout(context),
        [CnnLayerKind.Activation] = static context => new ActivationModule(context),
        [CnnLayerKind.GroupNorm] = static context => new GroupNormModule(context),
        [CnnLayerKind.AdaptiveAveragePool2d] = static context => new AdaptiveAveragePoolModule(context),
        [CnnLayerKind.Residual] = static context => new ResidualModule(context),
        [CnnLayerKind.PadChannels] = static context => new PadChannelsModule(context),
    };

    /// <summary>The kinds that have a module.</summary>
    public static IReadOnlyCollection<CnnLayerKind> Kinds => s_factories.Keys;

    /// <summary>
    /// Modules of a list of layers. Where the ReLU of a convolution is followed by a maximum over windows, the ReLU moves behind the maximum, onto a fraction
    /// of the values. Results and
    /// gradients stay the same to the bit: the largest of the rectified values is the rectified largest value, and a window without a positive value passes no
    /// gradient either way.
    /// </summary>
    /// <param name="layers">The layers, in order.</param>
    /// <param name="seed">As for <see cref="LayerContext"/>.</param>
    /// <param name="edges">As for <see cref="LayerContext"/>.</param>
    public static IReadOnlyList<LayerModule> CreateAll(IReadOnlyList<PlacedLayer> layers, long? seed, IReadOnlyDictionary<string, Tensor> edges)
    {
        var modules = new List<LayerModule>(layers.Count);
        try
        {
            for (int i = 0; i < layers.Count; i++)
                modules.Add(s_factories[layers[i].Layer.Kind](new LayerContext(layers[i], ActivationOf(layers, i), seed, edges)));
            return modules;
        }
        catch
        {
            foreach (LayerModule module in modules) module.Dispose();
            throw;
        }
    }

    /// <summary>Runs a batch through modules one after another and frees what lies between at once: autograd keeps what it needs by itself.</summary>
    /// <returns>A new tensor, or the input itself where no module made one.</returns>
    public static Tensor Run(IReadOnlyList<LayerModule> modules, Tensor input)
    {
        Tensor current = input;
        foreach (LayerModule module in modules)
        {
            Tensor next = module.call(current);
            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, input)) current.Dispose();
            current = next;
        }

        return current;
    }

    private static CnnActivation? ActivationOf(IReadOnlyList<PlacedLayer> layers, int index)
    {
        if (HasPooledReLU(layers, index)) return null;
        return index > 0 && HasPooledReLU(layers, index - 1) ? CnnActivation.ReLU : layers[index].Layer.Activation;
    }

    private static bool HasPooledReLU(IReadOnlyList<PlacedLayer> layers, int index) =>
        layers[index].Layer is { Kind: CnnLayerKind.Conv2d, Activation: CnnActivation.ReLU } && index + 1 < layers.Count && layers[index + 1].Layer.Kind == CnnLayerKind.MaxPool2d;
}
