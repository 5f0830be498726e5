using CnnTools.Core.Networks;

namespace CnnTools.Core.ModelFiles;

/// <summary>Checks that a file's tensors are the ones a network has: the same names, types and shapes, none missing, none left over.</summary>
internal static class WeightCheck
{
    /// <summary>Whether a tensor counts batches, as PyTorch and TorchSharp do beside the statistics of batch normalisation. Only training without a momentum reads the count.</summary>
    public static bool IsBatchCounter(string name) => name.Split('.')[^1] == "num_batches_tracked";

    /// <summary>Names and shapes of a network's parameters and running statistics, in the order of its layers.</summary>
    public static IReadOnlyDictionary<string, long[]> Expected(CnnNetwork network)
    {
        var expected = new OrderedDictionary<string, long[]>(StringComparer.Ordinal);
        IReadOnlyList<LayerShape> shapes = ShapeInference.Infer(network);
        IReadOnlyList<string> names = LayerNames.Of(network.Layers);
        LayerShape input = LayerShape.Plane(network.Height, network.Width, network.Channels);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            CnnLayer layer = network.Layers[i];
            switch (layer.Kind)
            {
                case CnnLayerKind.Conv2d:
                    Add(names[i], layer.Bias ?? true, [layer.Filters!.Value, input.Channels, layer.KernelSize!.Value, layer.KernelSize.Value]);
                    break;
                case CnnLayerKind.Dense:
                    Add(names[i], layer.Bias ?? true, [layer.Units!.Value, input.Channels]);
                    break;
                case CnnLayerKind.BatchNorm2d:
                    foreach (string part in new[] { "weight", "bias", "running_mean", "running_var" }) expected.Add($"{names[i]}.{part}", [input.Channels]);
                    break;
            }

            input = shapes[i];
        }

        return expected;

        void Add(string name, bool bias, long[] weight)
        {
            expected.Add($"{name}.weight", weight);
            if (bias) expected.Add($"{name}.bias", [weight[0]]);
        }
    }

    /// <summary>Compares.</summary>
    /// <exception cref="CnnException">Something differs: id <c>ModelWeightsInvalid</c>, with the tensor's name.</exception>
    public static void Check(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> tensors, string path)
    {
        IReadOnlyDictionary<string, long[]> expected = Expected(network);
        foreach (SafeTensorsWriter.Entry tensor in tensors)
        {
            if (!expected.TryGetValue(tensor.Name, out long[]? shape)) throw Bad($"tensor '{tensor.Name}' belongs to no layer of network '{network.Name}'");
            if (tensor.Type != "F32" || !tensor.Shape.SequenceEqual(shape))
                throw Bad($"tensor '{tensor.Name}': expected F32 of shape [{string.Join(", ", shape)}]; found {tensor.Type} of shape [{string.Join(", ", tensor.Shape)}]");
        }

        if (expected.Keys.Except(tensors.Select(static tensor => tensor.Name)).FirstOrDefault() is { } missing) throw Bad($"tensor '{missing}' is missing");

        CnnException Bad(string detail) => new("ModelWeightsInvalid", CnnErrorCategory.InvalidData, $"'{path}': the weights do not fit the network: {detail}. Save the model again.", path);
    }
}
