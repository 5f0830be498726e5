namespace CnnTools.Core.Networks.Layers;

/// <summary>
/// Means over a grid of windows that covers the image, as PyTorch's <c>AdaptiveAvgPool2d</c>: of n windows over an axis of s pixels the i-th reaches from
/// ⌊i·s/n⌋ to ⌈(i+1)·s/n⌉.
/// </summary>
internal sealed class AdaptiveAveragePool2dLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.AdaptiveAveragePool2d;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.OutputSize];

    public override AffineRole AffineRole => AffineRole.Commutes;

    public override LayerShape OutputShape(LayerPlace place)
    {
        place.RequirePlane();
        int side = place.Layer.OutputSize!.Value;
        return side <= place.Input.Height && side <= place.Input.Width
            ? LayerShape.Plane(side, side, place.Input.Channels)
            : throw place.Invalid(
                $"its input {place.Input.Height}x{place.Input.Width} is smaller than its output of {side}x{side}; " +
                "use a smaller OutputSize or fewer pools before it.");
    }

    // Each value under a window once.
    public override long Flops(PlacedLayer layer) =>
        layer.Input.Channels * Lengths(layer.Input.Height, layer.Output.Height) * Lengths(layer.Input.Width, layer.Output.Width);

    // Windows of one size are an average pool. Others are a product with a matrix of means from either side.
    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input)
    {
        (int height, int width, int side) = (layer.Input.Height, layer.Input.Width, layer.Output.Height);
        if (height % side == 0 && width % side == 0)
        {
            long[] window = [height / side, width / side];
            return graph.Node(layer.Name, "AveragePool", [input], new OnnxAttribute("kernel_shape", window), new OnnxAttribute("strides", window));
        }

        string rows = graph.Constant(layer.Name + ".rows", [side, height], Means(height, side, transposed: false));
        string columns = graph.Constant(layer.Name + ".columns", [width, side], Means(width, side, transposed: true));
        return graph.Node(layer.Name, "MatMul", [rows, graph.Node(layer.Name + ".across", "MatMul", [input, columns])]);
    }

    private static (int Start, int End) Window(int index, int length, int count) =>
        ((int)((long)index * length / count), (int)(((long)(index + 1) * length + count - 1) / count));

    private static long Lengths(int length, int count) =>
        Enumerable.Range(0, count).Sum(index => (long)(Window(index, length, count).End - Window(index, length, count).Start));

    /// <summary>The matrix that a column of pixels is multiplied by: count × length, or the other way round.</summary>
    private static float[] Means(int length, int count, bool transposed)
    {
        var matrix = new float[length * count];
        for (int i = 0; i < count; i++)
        {
            (int start, int end) = Window(i, length, count);
            for (int pixel = start; pixel < end; pixel++) matrix[transposed ? pixel * count + i : i * length + pixel] = 1f / (end - start);
        }

        return matrix;
    }
}
