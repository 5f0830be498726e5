using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.ModelFiles;

/// <summary>A network whose batch normalizations have gone into the layers beside them.</summary>
/// <param name="Network">The network without them.</param>
/// <param name="Tensors">Its weights.</param>
/// <param name="Edges">By layer name of <paramref name="Network"/>, what is added to a convolution's output (filters, rows, columns) before its activation; see
/// <see cref="BatchNormFolding"/>.</param>
internal sealed record FoldedNetwork(CnnNetwork Network, IReadOnlyList<SafeTensorsWriter.Entry> Tensors, IReadOnlyDictionary<string, float[]> Edges);

/// <summary>
/// Takes batch normalization out of a trained network. In evaluation it is y = a·x + b, a and b fixed numbers of each channel, and so can be part of a
/// convolution or dense layer:
/// <list type="bullet">
/// <item>Of the convolution before it, where no activation lies between: weights and bias times a, plus b. Exact, whatever the padding.</item>
/// <item>Else of the convolution or dense layer after it (convolution, ReLU, batch normalization, convolution): weights times a of their input channel, and b,
/// seen through the
/// weights, in the bias. Zeros that pad the image are not normalized values, though: there b must not count. What the bias has too much at the edge depends on
/// the position alone,
/// not on the image, so it is computed once and subtracted: one sum in place of the normalization's multiplication and sum.</item>
/// </list>
/// The layers inside a residual layer are folded among themselves: what enters them also goes past them. Between the two may lie what commutes with y = a·x +
/// b: dropout, flattening, means, and maxima where no a is negative (a negative one turns maxima into minima). Where something else
/// lies between, the normalization stays. Computed in doubles: the results differ from the network as trained by rounding only. The idea is common knowledge;
/// Jacob et al.,
/// "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference" (2017), section 3.2, describe the first case.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>Folds what can be folded.</summary>
    /// <param name="network">The network as trained.</param>
    /// <param name="tensors">Its weights, checked by <see cref="WeightCheck"/>.</param>
    public static FoldedNetwork Fold(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors)
    {
        FoldingLayer[] layers = FoldingLayer.Read(ShapeInference.Place(network), tensors.ToLookup(static tensor => tensor.Name[..tensor.Name.LastIndexOf('.')], StringComparer.Ordinal));
        FoldAll(layers);
        var folded = new FoldedNetwork(network with { Layers = FoldingLayer.Rebuild(layers) }, [], new Dictionary<string, float[]>(StringComparer.Ordinal));
        var (tensorsLeft, edges) = (new List<SafeTensorsWriter.Entry>(), new Dictionary<string, float[]>(StringComparer.Ordinal));
        foreach ((FoldingLayer layer, string name) in FoldingLayer.Named(layers, prefix: ""))
        {
            tensorsLeft.AddRange(layer.Entries(name));
            if (layer.Edge() is { } edge) edges.Add(name, edge);
        }

        return folded with { Tensors = tensorsLeft, Edges = edges };
    }

    private static void FoldAll(FoldingLayer[] layers)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i].IsNorm) layers[i].IsGone = FoldInto(layers, i);
            foreach (FoldingLayer[] inner in layers[i].Inner) FoldAll(inner);
        }

        MergeActivations(layers);
    }

    private static bool FoldInto(FoldingLayer[] layers, int index)
    {
        (double[] scale, double[] shift) = layers[index].Affine();
        if (!Array.TrueForAll(scale, double.IsFinite) || !Array.TrueForAll(shift, double.IsFinite)) return false;
        bool hasNegative = Array.Exists(scale, static value => value < 0);

        int before = index - 1;
        while (before >= 0 && layers[before].Commutes(hasNegative)) before--;
        if (before >= 0 && layers[before] is { Source.Activation: null } earlier && earlier.Role.HasFlag(AffineRole.AbsorbsAtOutput))
        {
            earlier.ScaleOutput(scale, shift);
            return true;
        }

        int after = index + 1;
        while (after < layers.Length && layers[after].Commutes(hasNegative)) after++;
        if (after == layers.Length || !layers[after].Role.HasFlag(AffineRole.AbsorbsAtInput)) return false;
        layers[after].ScaleInput(scale, shift);
        return true;
    }

    /// <summary>An activation that now stands right behind a layer that can have one becomes that layer's, which works in place.</summary>
    private static void MergeActivations(FoldingLayer[] layers)
    {
        FoldingLayer? before = null;
        foreach (FoldingLayer layer in layers.Where(static layer => !layer.IsGone))
        {
            if (layer.Source.Kind == CnnLayerKind.Activation && before is { IsChanged: true, Source.Activation: null })
            {
                before.Source = before.Source with { Activation = layer.Source.Activation };
                layer.IsGone = true;
            }
            else
            {
                before = layer;
            }
        }
    }
}
