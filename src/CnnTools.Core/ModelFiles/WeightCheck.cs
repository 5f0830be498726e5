using System.Numerics;
using System.Runtime.InteropServices;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.ModelFiles;

/// <summary>Checks that a file's tensors are the ones a network has: the same names, types and shapes, none missing, none left over.</summary>
internal static class WeightCheck
{
    /// <summary>Whether a tensor counts batches, as PyTorch and TorchSharp do beside the statistics of batch normalisation. Only training without a momentum
    /// reads the count.</summary>
    public static bool IsBatchCounter(string name) => name.Split('.')[^1] == "num_batches_tracked";

    /// <summary>The name of the first tensor that holds NaN or an infinity; null if all numbers are finite.</summary>
    public static string? FirstNotFinite(IEnumerable<SafeTensorsWriter.Entry> tensors) => tensors.FirstOrDefault(static tensor => tensor.Type switch
    {
        "F32" => !AllFinite<float>(tensor.Bytes),
        "F64" => !AllFinite<double>(tensor.Bytes),
        _ => false,
    })?.Name;

    private static bool AllFinite<T>(byte[] bytes) where T : unmanaged, INumberBase<T>
    {
        foreach (T value in MemoryMarshal.Cast<byte, T>(bytes))
            if (!T.IsFinite(value)) return false;
        return true;
    }

    /// <summary>Names and shapes of a network's parameters and running statistics, in the order of its layers.</summary>
    public static IReadOnlyDictionary<string, long[]> Expected(CnnNetwork network)
    {
        var expected = new OrderedDictionary<string, long[]>(StringComparer.Ordinal);
        foreach (PlacedLayer layer in PlacedLayer.All(ShapeInference.Place(network)))
        foreach (LayerWeight weight in layer.Type.Weights(layer))
            expected.Add($"{layer.Name}.{weight.Part}", weight.Shape);
        return expected;
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
