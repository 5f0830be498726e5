using System.Runtime.InteropServices;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.ModelFiles;

/// <summary>A layer while batch normalizations are folded into it.</summary>
internal sealed class FoldingLayer
{
    private readonly PlacedLayer _layer;
    private readonly SafeTensorsWriter.Entry[] _tensors;
    private double[]? _weight, _bias;
    // What each weight's place in the window adds to the bias, over all channels; null where nothing is padded.
    private double[]? _tap;

    private FoldingLayer(PlacedLayer layer, ILookup<string, SafeTensorsWriter.Entry> tensors)
    {
        (_layer, _tensors, Source) = (layer, [.. tensors[layer.Name]], layer.Layer);
        (Body, Shortcut) = (Read(layer.Body, tensors), Read(layer.Shortcut, tensors));
    }

    /// <summary>The layer as data, as it will be in the folded network but for its bias and the layers inside.</summary>
    public CnnLayer Source { get; set; }

    /// <summary>What it can do for a normalization beside it.</summary>
    public AffineRole Role => _layer.Type.AffineRole;

    /// <summary>Whether it is a batch normalization.</summary>
    public bool IsNorm => Source.Kind == CnnLayerKind.BatchNorm2d;

    /// <summary>Whether the folded network does without it.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether a normalization was folded into it.</summary>
    public bool IsChanged => _weight is not null;

    /// <summary>The layers inside it.</summary>
    public FoldingLayer[] Body { get; }

    /// <summary>The layers beside its body.</summary>
    public FoldingLayer[] Shortcut { get; }

    /// <summary>Both lists.</summary>
    public IEnumerable<FoldingLayer[]> Inner => [Body, Shortcut];

    // Weights that a normalization may go into: outputs outermost.
    private double[] Weight => _weight ??= Doubles("weight");

    private double[] Bias => _bias ??= _layer.HasBias ? Doubles("bias") : new double[_layer.Output.Channels];

    /// <summary>Takes up a list of layers with their weights.</summary>
    public static FoldingLayer[] Read(IReadOnlyList<PlacedLayer> layers, ILookup<string, SafeTensorsWriter.Entry> tensors) => [.. layers.Select(layer => new FoldingLayer(layer, tensors))];

    /// <summary>The layers that are left, as data.</summary>
    public static IReadOnlyList<CnnLayer> Rebuild(FoldingLayer[] layers) => [.. layers.Where(static layer => !layer.IsGone).Select(static layer => layer.Rebuild())];

    /// <summary>The layers that are left, those inside a layer before it, with their names in the folded network.</summary>
    public static IEnumerable<(FoldingLayer Layer, string Name)> Named(FoldingLayer[] layers, string prefix)
    {
        FoldingLayer[] kept = [.. layers.Where(static layer => !layer.IsGone)];
        IReadOnlyList<string> names = LayerNames.Of([.. kept.Select(static layer => layer.Source)]);
        for (int i = 0; i < kept.Length; i++)
        {
            string name = prefix + names[i];
            foreach ((FoldingLayer, string) inner in Named(kept[i].Body, name + ".body.").Concat(Named(kept[i].Shortcut, name + ".shortcut."))) yield return inner;
            yield return (kept[i], name);
        }
    }

    /// <summary>Whether y = a·x + b gives the same before the layer as after it.</summary>
    /// <param name="hasNegative">Whether some a is negative.</param>
    public bool Commutes(bool hasNegative) => IsGone || Role.HasFlag(AffineRole.Commutes) || (!hasNegative && Role.HasFlag(AffineRole.CommutesIfPositive));

    /// <summary>The a and b of a batch normalization, per channel.</summary>
    public (double[] Scale, double[] Shift) Affine()
    {
        double epsilon = Source.Epsilon ?? BatchNorm2dLayer.DefaultEpsilon;
        double[] weight = Doubles("weight"), bias = Doubles("bias"), mean = Doubles("running_mean"), variance = Doubles("running_var");
        double[] scale = [.. weight.Select((value, channel) => value / Math.Sqrt(variance[channel] + epsilon))];
        return (scale, [.. bias.Select((value, channel) => value - scale[channel] * mean[channel])]);
    }

    /// <summary>Takes up a normalization of the layer's output.</summary>
    public void ScaleOutput(double[] scale, double[] shift)
    {
        int each = Weight.Length / scale.Length;
        for (int i = 0; i < Weight.Length; i++) Weight[i] *= scale[i / each];
        for (int i = 0; i < Bias.Length; i++) Bias[i] = Bias[i] * scale[i] + shift[i];
        for (int i = 0; i < _tap?.Length; i++) _tap[i] *= scale[i / (_tap.Length / scale.Length)];
    }

    /// <summary>Takes up a normalization of the layer's input.</summary>
    public void ScaleInput(double[] scale, double[] shift)
    {
        // A channel's weights lie side by side: the window of a convolution, the pixels of a flattened plane. A depthwise filter sees its own channel alone.
        bool isDepthwise = Source.Kind == CnnLayerKind.DepthwiseConv2d;
        int outputs = Bias.Length, inputs = Weight.Length / outputs, each = isDepthwise ? inputs : inputs / scale.Length;
        double[]? tap = IsPadded ? new double[outputs * each] : null;
        for (int output = 0; output < outputs; output++)
        for (int input = 0; input < inputs; input++)
        {
            int place = output * inputs + input, channel = isDepthwise ? output : input / each;
            double constant = Weight[place] * shift[channel];
            Bias[output] += constant;
            if (tap is not null) tap[output * each + input % each] += constant;
            Weight[place] *= scale[channel];
        }

        _tap = tap;
    }

    /// <summary>At each position of a padded convolution, minus the constants of those weights that lie on padding; null where there is nothing to take
    /// back.</summary>
    public float[]? Edge()
    {
        if (_tap is not { } tap) return null;
        int side = _layer.KernelSize, stride = _layer.Stride;
        (WindowGeometry rows, WindowGeometry columns, LayerShape input) = (_layer.Rows, _layer.Columns, _layer.Input);
        var edge = new float[Bias.Length * rows.Output * columns.Output];
        int place = 0;
        for (int filter = 0; filter < Bias.Length; filter++)
        for (int row = 0; row < rows.Output; row++)
        for (int column = 0; column < columns.Output; column++, place++)
        {
            int top = row * stride - rows.Before, left = column * stride - columns.Before;
            if (top >= 0 && left >= 0 && top + side <= input.Height && left + side <= input.Width) continue;
            double sum = 0;
            for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                if ((uint)(top + y) >= (uint)input.Height || (uint)(left + x) >= (uint)input.Width) sum -= tap[(filter * side + y) * side + x];
            edge[place] = (float)sum;
        }

        return edge;
    }

    /// <summary>The layer's tensors in the folded network.</summary>
    /// <param name="name">Its name there.</param>
    public IEnumerable<SafeTensorsWriter.Entry> Entries(string name)
    {
        if (!IsChanged) return _tensors.Select(tensor => tensor with { Name = $"{name}.{Part(tensor)}" });
        return [Entry("weight", _tensors.Single(static tensor => Part(tensor) == "weight").Shape, Weight), Entry("bias", [Bias.Length], Bias)];

        SafeTensorsWriter.Entry Entry(string part, long[] shape, double[] values) =>
            new($"{name}.{part}", "F32", shape, MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, static value => (float)value)).ToArray());
    }

    private bool IsPadded => _layer.Type is WindowedLayer && (_layer.Rows.Before, _layer.Rows.After, _layer.Columns.Before, _layer.Columns.After) != (0, 0, 0, 0);

    private static string Part(SafeTensorsWriter.Entry tensor) => tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..];

    private CnnLayer Rebuild()
    {
        CnnLayer layer = IsChanged ? Source with { Bias = true } : Source;
        if (Body.Length > 0) layer = layer with { Body = Rebuild(Body) };
        return Shortcut.Length > 0 ? layer with { Shortcut = Rebuild(Shortcut) } : layer;
    }

    private double[] Doubles(string part) => Array.ConvertAll(
        MemoryMarshal.Cast<byte, float>(_tensors.Single(tensor => Part(tensor) == part).Bytes).ToArray(), static value => (double)value);
}
