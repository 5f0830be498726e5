namespace CnnTools.Core.Networks;

/// <summary>A network's summary: a line a layer, and the sums.</summary>
public static class NetworkSummary
{
    private const int FloatByte = 4;

    /// <summary>A line a layer, in order. FLOPs are counted for one image in use: a multiply-add as two, a bias, an activation and each value under a pool's window as one.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CnnException">The layers do not fit together: id <c>NetworkInvalid</c>.</exception>
    public static IReadOnlyList<CnnLayerSummary> Of(CnnNetwork network)
    {
        IReadOnlyList<LayerShape> shapes = ShapeInference.Infer(network);
        IReadOnlyList<string> names = LayerNames.Of(network.Layers);
        var lines = new CnnLayerSummary[shapes.Count];
        LayerShape input = LayerShape.Plane(network.Height, network.Width, network.Channels);
        for (int i = 0; i < lines.Length; i++)
        {
            CnnLayer layer = network.Layers[i];
            LayerShape output = shapes[i];
            lines[i] = new CnnLayerSummary
            {
                Layer = names[i],
                Kind = layer.Kind.ToString(),
                OutputShape = output.ToString(),
                Parameters = LayerCost.ParameterCount(layer, input, output),
                NonTrainable = LayerCost.NonTrainableCount(layer, output),
                Flops = LayerCost.FlopCount(layer, input, output),
                OutputBytes = output.ValueCount * FloatByte,
            };
            input = output;
        }
        return lines;
    }

    /// <summary>The sums over all layers.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CnnException">The layers do not fit together: id <c>NetworkInvalid</c>.</exception>
    public static NetworkTotals TotalsOf(CnnNetwork network)
    {
        IReadOnlyList<CnnLayerSummary> lines = Of(network);
        long parameter = lines.Sum(line => line.Parameters);
        return new NetworkTotals(parameter, lines.Sum(line => line.NonTrainable), lines.Sum(line => line.Flops), lines.Sum(line => line.OutputBytes), parameter * FloatByte);
    }
}

/// <summary>What a whole network costs.</summary>
/// <param name="Parameter">All parameters as Keras counts them.</param>
/// <param name="NonTrainable">Of these, the ones no optimizer changes.</param>
/// <param name="Flop">Floating-point operations of one forward pass over one image.</param>
/// <param name="ActivationByte">Bytes of all layers' outputs for one image in 32-bit floats: about what training keeps an image for the backward pass.</param>
/// <param name="ParameterByte">Bytes of all parameters in 32-bit floats.</param>
public sealed record NetworkTotals(long Parameter, long NonTrainable, long Flop, long ActivationByte, long ParameterByte);
