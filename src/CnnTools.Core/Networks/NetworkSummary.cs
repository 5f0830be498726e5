using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.Networks;

/// <summary>A network's summary: one line per layer, and the sums.</summary>
public static class NetworkSummary
{
    private const int FloatBytes = 4;

    /// <summary>
    /// One line per layer, in the order of computation: layers inside a layer come before it. FLOPs are counted for one image in use: a multiply-add as two, a
    /// bias, an activation and each value
    /// under a pool's window as one.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CnnException">The layers do not fit together: id <c>NetworkInvalid</c>.</exception>
    public static IReadOnlyList<CnnLayerSummary> Of(CnnNetwork network) =>
    [
        .. PlacedLayer.All(ShapeInference.Place(network)).Select(static layer => new CnnLayerSummary
        {
            Layer = layer.Name,
            Kind = layer.Layer.Kind.ToString(),
            OutputShape = layer.Output.ToString(),
            Parameters = layer.ParameterCount,
            NonTrainable = layer.NonTrainableCount,
            Flops = layer.FlopCount,
            OutputBytes = layer.Output.ValueCount * FloatBytes,
        }),
    ];

    /// <summary>The sums over all layers.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CnnException">The layers do not fit together: id <c>NetworkInvalid</c>.</exception>
    public static NetworkTotals TotalsOf(CnnNetwork network)
    {
        IReadOnlyList<CnnLayerSummary> lines = Of(network);
        long parameter = lines.Sum(line => line.Parameters);
        return new NetworkTotals(parameter, lines.Sum(line => line.NonTrainable), lines.Sum(line => line.Flops), lines.Sum(line => line.OutputBytes), parameter * FloatBytes);
    }
}

/// <summary>What a whole network costs.</summary>
/// <param name="Parameter">All parameters as Keras counts them.</param>
/// <param name="NonTrainable">Of these, the ones no optimizer changes.</param>
/// <param name="Flop">Floating-point operations of one forward pass over one image.</param>
/// <param name="ActivationByte">Bytes of all layers' outputs for one image in 32-bit floats: about what training keeps an image for the backward pass.</param>
/// <param name="ParameterByte">Bytes of all parameters in 32-bit floats.</param>
public sealed record NetworkTotals(long Parameter, long NonTrainable, long Flop, long ActivationByte, long ParameterByte);
