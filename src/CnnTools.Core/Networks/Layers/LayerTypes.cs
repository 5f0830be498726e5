namespace CnnTools.Core.Networks.Layers;

/// <summary>All kinds of layers.</summary>
internal static class LayerTypes
{
    private static readonly Dictionary<CnnLayerKind, LayerType> s_types = new LayerType[]
    {
        new Conv2dLayer(), new DepthwiseConv2dLayer(), new BatchNorm2dLayer(), new MaxPool2dLayer(), new AveragePool2dLayer(), new GlobalAveragePool2dLayer(),
        new FlattenLayer(), new DenseLayer(), new DropoutLayer(), new ActivationLayer(),
        new GroupNormLayer(), new AdaptiveAveragePool2dLayer(), new ResidualLayer(), new PadChannelsLayer(),
    }.ToDictionary(static type => type.Kind);

    /// <summary>All of them, in the order in which messages list them.</summary>
    public static IReadOnlyCollection<LayerType> All => s_types.Values;

    /// <summary>The kind; null if there is none of that number.</summary>
    public static LayerType? TryFind(CnnLayerKind kind) => s_types.GetValueOrDefault(kind);
}
