namespace CnnTools.Core.Networks;

/// <summary>What one layer costs, from its shapes. The layer must have passed <see cref="LayerRules"/>.</summary>
internal static class LayerCost
{
    /// <summary>All parameters as Keras counts them: weights, biases, and four values a channel for batch normalisation.</summary>
    public static long ParameterCount(CnnLayer layer, LayerShape input, LayerShape output) => layer.Kind switch
    {
        CnnLayerKind.Conv2d or CnnLayerKind.Dense => output.Channels * (FanIn(layer, input) + (LayerDefaults.HasBias(layer) ? 1 : 0)),
        CnnLayerKind.BatchNorm2d => 4L * output.Channels,
        _ => 0,
    };

    /// <summary>Of these, the ones no optimizer changes: running mean and variance.</summary>
    public static long NonTrainableCount(CnnLayer layer, LayerShape output) => layer.Kind == CnnLayerKind.BatchNorm2d ? 2L * output.Channels : 0;

    /// <summary>
    /// Floating-point operations of one forward pass over one image when the network is used (not trained). A multiply-add counts as two, also that of batch
    /// normalisation (one a value once its four numbers are joined to a factor and a summand); adding a bias, applying an activation and each value under a
    /// pool's window count as one. Dropout and flattening are free.
    /// </summary>
    public static long FlopCount(CnnLayer layer, LayerShape input, LayerShape output)
    {
        long perValue = layer.Kind switch
        {
            CnnLayerKind.Conv2d or CnnLayerKind.Dense => 2 * FanIn(layer, input) + (LayerDefaults.HasBias(layer) ? 1 : 0),
            CnnLayerKind.BatchNorm2d => 2,
            CnnLayerKind.MaxPool2d or CnnLayerKind.AveragePool2d => (long)layer.KernelSize!.Value * layer.KernelSize.Value,
            CnnLayerKind.GlobalAveragePool2d => (long)input.Height * input.Width,
            _ => 0,
        };
        return output.ValueCount * (perValue + (layer.Activation is null ? 0 : 1));
    }

    /// <summary>Number of inputs that one output is computed from: input channels × window for a convolution, features for a dense layer.</summary>
    public static long FanIn(CnnLayer layer, LayerShape input) =>
        layer.Kind == CnnLayerKind.Conv2d ? (long)input.Channels * layer.KernelSize!.Value * layer.KernelSize.Value : input.Channels;

    /// <summary>Number of outputs that one input takes part in: filters × window for a convolution, units for a dense layer (Keras' count).</summary>
    public static long FanOut(CnnLayer layer) =>
        layer.Kind == CnnLayerKind.Conv2d ? (long)layer.Filters!.Value * layer.KernelSize!.Value * layer.KernelSize.Value : layer.Units!.Value;
}
