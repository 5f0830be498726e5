using System.Runtime.InteropServices;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Modules;

namespace CnnTools.Engine.Inference;

/// <summary>A network whose batch normalisations have gone into the layers beside them.</summary>
/// <param name="Network">The network without them.</param>
/// <param name="Tensors">Its weights.</param>
/// <param name="Edge">By layer of <paramref name="Network"/>, what is added to a convolution's output (filters, rows, columns) before its activation; see <see cref="BatchNormFolding"/>.</param>
internal sealed record FoldedNetwork(CnnNetwork Network, IReadOnlyList<SafeTensorsWriter.Entry> Tensors, IReadOnlyDictionary<int, float[]> Edge);

/// <summary>
/// Takes batch normalisation out of a trained network. In evaluation it is y = a·x + b, a and b fixed numbers of each channel, and so can be part of a convolution or dense layer:
/// <list type="bullet">
/// <item>Of the convolution before it, where no activation lies between: weights and bias times a, plus b. Exact, whatever the padding.</item>
/// <item>Else of the convolution or dense layer after it (convolution, ReLU, batch normalisation, convolution): weights times a of their input channel, and b, seen through the
/// weights, in the bias. Zeros that pad the image are not normalised values, though: there b must not count. What the bias has too much at the edge depends on the position alone,
/// not on the image, so it is computed once and subtracted: one sum in place of the normalisation's multiplication and sum.</item>
/// </list>
/// Between the two may lie what commutes with y = a·x + b: dropout, flattening, means, and maxima where no a is negative (a negative one turns maxima into minima). Where something else
/// lies between, the normalisation stays. Computed in doubles: the results differ from the network as trained by rounding only. The idea is common knowledge; Jacob et al.,
/// "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference" (2017), section 3.2, describe the first case.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>Folds what can be folded.</summary>
    /// <param name="network">The network as trained.</param>
    /// <param name="tensors">Its weights, checked by <see cref="WeightCheck"/>.</param>
    public static FoldedNetwork Fold(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors)
    {
        Layer[] layers = Read(network, tensors);
        for (int i = 0; i < layers.Length; i++)
            if (layers[i].Kind == CnnLayerKind.BatchNorm2d) layers[i].IsFolded = FoldInto(layers, i);
        return Write(network, layers);
    }

    private static bool FoldInto(Layer[] layers, int index)
    {
        (double[] scale, double[] shift) = Affine(layers[index]);
        if (!Array.TrueForAll(scale, double.IsFinite) || !Array.TrueForAll(shift, double.IsFinite)) return false;
        bool hasNegative = Array.Exists(scale, static value => value < 0);

        int before = index - 1;
        while (before >= 0 && Commutes(layers[before], hasNegative)) before--;
        if (before >= 0 && layers[before] is { Kind: CnnLayerKind.Conv2d, Source.Activation: null } earlier)
        {
            ScaleOutput(earlier, scale, shift);
            return true;
        }

        int after = index + 1;
        while (after < layers.Length && Commutes(layers[after], hasNegative)) after++;
        if (after == layers.Length || layers[after].Kind is not (CnnLayerKind.Conv2d or CnnLayerKind.Dense)) return false;
        ScaleInput(layers[after], scale, shift);
        return true;
    }

    private static bool Commutes(Layer layer, bool hasNegative) => layer.Kind switch
    {
        CnnLayerKind.Dropout or CnnLayerKind.Flatten or CnnLayerKind.AveragePool2d or CnnLayerKind.GlobalAveragePool2d => true,
        CnnLayerKind.MaxPool2d => !hasNegative,
        CnnLayerKind.BatchNorm2d => layer.IsFolded,
        _ => false,
    };

    private static (double[] Scale, double[] Shift) Affine(Layer norm)
    {
        double epsilon = norm.Source.Epsilon ?? LayerDefaults.Epsilon;
        float[] weight = norm.Parts["weight"], bias = norm.Parts["bias"], mean = norm.Parts["running_mean"], variance = norm.Parts["running_var"];
        double[] scale = [.. weight.Select((value, channel) => value / Math.Sqrt(variance[channel] + epsilon))];
        return (scale, [.. bias.Select((value, channel) => value - scale[channel] * mean[channel])]);
    }

    private static void ScaleOutput(Layer layer, double[] scale, double[] shift)
    {
        int each = layer.Weight.Length / scale.Length, taps = layer.Window * layer.Window;
        for (int i = 0; i < layer.Weight.Length; i++) layer.Weight[i] *= scale[i / each];
        for (int i = 0; i < layer.Bias.Length; i++) layer.Bias[i] = layer.Bias[i] * scale[i] + shift[i];
        for (int i = 0; i < layer.Tap?.Length; i++) layer.Tap[i] *= scale[i / taps];
    }

    private static void ScaleInput(Layer layer, double[] scale, double[] shift)
    {
        // A channel's weights lie side by side: the window of a convolution, the pixels of a flattened plane.
        int outputs = layer.Bias.Length, inputs = layer.Weight.Length / outputs, each = inputs / scale.Length;
        double[]? tap = layer.IsPadded ? new double[outputs * each] : null;
        for (int output = 0; output < outputs; output++)
        for (int input = 0; input < inputs; input++)
        {
            int place = output * inputs + input, channel = input / each;
            double constant = layer.Weight[place] * shift[channel];
            layer.Bias[output] += constant;
            if (tap is not null) tap[output * each + input % each] += constant;
            layer.Weight[place] *= scale[channel];
        }

        layer.Tap = tap;
    }

    /// <summary>At each position of a padded convolution, minus the constants of those weights that lie on padding.</summary>
    private static float[]? Edge(Layer layer)
    {
        if (layer.Tap is not { } tap) return null;
        int side = layer.Window, stride = LayerDefaults.StrideOf(layer.Source);
        var edge = new float[layer.Bias.Length * layer.Rows.Output * layer.Columns.Output];
        int place = 0;
        for (int filter = 0; filter < layer.Bias.Length; filter++)
        for (int row = 0; row < layer.Rows.Output; row++)
        for (int column = 0; column < layer.Columns.Output; column++, place++)
        {
            int top = row * stride - layer.Rows.Before, left = column * stride - layer.Columns.Before;
            if (top >= 0 && left >= 0 && top + side <= layer.Input.Height && left + side <= layer.Input.Width) continue;
            double sum = 0;
            for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                if ((uint)(top + y) >= (uint)layer.Input.Height || (uint)(left + x) >= (uint)layer.Input.Width) sum -= tap[(filter * side + y) * side + x];
            edge[place] = (float)sum;
        }

        return edge;
    }

    private static Layer[] Read(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors)
    {
        ILookup<string, SafeTensorsWriter.Entry> byLayer = tensors.ToLookup(static tensor => tensor.Name[..tensor.Name.LastIndexOf('.')], StringComparer.Ordinal);
        IReadOnlyList<LayerShape> shapes = ShapeInference.Infer(network);
        IReadOnlyList<string> names = LayerNames.Of(network.Layers);
        LayerShape input = LayerShape.Plane(network.Height, network.Width, network.Channels);
        var layers = new Layer[network.Layers.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new Layer(network.Layers[i], input, shapes[i], byLayer[names[i]]);
            input = shapes[i];
        }

        return layers;
    }

    private static FoldedNetwork Write(CnnNetwork network, Layer[] layers)
    {
        Layer[] kept = [.. layers.Where(static layer => !layer.IsFolded)];
        CnnNetwork folded = network with { Layers = [.. kept.Select(static layer => layer.IsChanged ? layer.Source with { Bias = true } : layer.Source)] };
        IReadOnlyList<string> names = LayerNames.Of(folded.Layers);
        var tensors = new List<SafeTensorsWriter.Entry>();
        var edges = new Dictionary<int, float[]>();
        for (int i = 0; i < kept.Length; i++)
        {
            tensors.AddRange(kept[i].Entries(names[i]));
            if (Edge(kept[i]) is { } edge) edges.Add(i, edge);
        }

        return new FoldedNetwork(folded, tensors, edges);
    }

    /// <summary>A layer while it is worked on.</summary>
    private sealed class Layer(CnnLayer source, LayerShape input, LayerShape output, IEnumerable<SafeTensorsWriter.Entry> tensors)
    {
        private readonly SafeTensorsWriter.Entry[] _tensors = [.. tensors];
        private double[]? _weight, _bias;

        public CnnLayer Source => source;

        public CnnLayerKind Kind => source.Kind;

        public LayerShape Input => input;

        public int Window => source.KernelSize ?? 1;

        public WindowGeometry Rows => WindowGeometry.Of(input.Height, Window, LayerDefaults.StrideOf(source), LayerDefaults.PaddingOf(source));

        public WindowGeometry Columns => WindowGeometry.Of(input.Width, Window, LayerDefaults.StrideOf(source), LayerDefaults.PaddingOf(source));

        public bool IsPadded => Kind == CnnLayerKind.Conv2d && (Rows.Before, Rows.After, Columns.Before, Columns.After) != (0, 0, 0, 0);

        public Dictionary<string, float[]> Parts { get; } = tensors.ToDictionary(static tensor => tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..], static tensor => MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray(), StringComparer.Ordinal);

        /// <summary>Weights that a normalisation may go into: outputs outermost.</summary>
        public double[] Weight => _weight ??= Array.ConvertAll(Parts["weight"], static value => (double)value);

        public double[] Bias => _bias ??= Parts.TryGetValue("bias", out float[]? bias) ? Array.ConvertAll(bias, static value => (double)value) : new double[output.Channels];

        /// <summary>What each weight's place in the window adds to the bias, over all channels; null where nothing is padded.</summary>
        public double[]? Tap { get; set; }

        public bool IsFolded { get; set; }

        public bool IsChanged => _weight is not null;

        public IEnumerable<SafeTensorsWriter.Entry> Entries(string name)
        {
            if (!IsChanged) return _tensors.Select(tensor => tensor with { Name = $"{name}.{tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..]}" });
            long[] shape = _tensors.Single(static tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal)).Shape;
            return [Entry("weight", shape, Weight), Entry("bias", [Bias.Length], Bias)];

            SafeTensorsWriter.Entry Entry(string part, long[] sizes, double[] values) =>
                new($"{name}.{part}", "F32", sizes, MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, static value => (float)value)).ToArray());
        }
    }
}
