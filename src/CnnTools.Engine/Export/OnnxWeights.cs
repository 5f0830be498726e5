using CnnTools.Engine.Persistence;

namespace CnnTools.Engine.Export;

/// <summary>A network's weights by name, handed out once each and only in the shape that the network needs.</summary>
internal sealed class OnnxWeights
{
    private readonly string _network;
    private readonly Dictionary<string, SafeTensorsWriter.Entry> _left = new(StringComparer.Ordinal);

    /// <param name="network">The network's name, for errors.</param>
    /// <param name="tensors">The weights.</param>
    public OnnxWeights(string network, IReadOnlyList<SafeTensorsWriter.Entry> tensors)
    {
        _network = network;
        foreach (SafeTensorsWriter.Entry tensor in tensors)
            if (!_left.TryAdd(tensor.Name, tensor)) throw Bad(tensor.Name, "is there twice; expected once");
    }

    /// <summary>The elements of a tensor of 32-bit floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape it must have.</param>
    public ReadOnlyMemory<byte> Take(string name, params long[] shape)
    {
        if (!_left.Remove(name, out SafeTensorsWriter.Entry? tensor)) throw Bad(name, $"of shape {Text(shape)} is missing");
        if (tensor.Type != "F32") throw Bad(name, $"has the type {tensor.Type}; expected F32");
        if (!tensor.Shape.AsSpan().SequenceEqual(shape)) throw Bad(name, $"has the shape {Text(tensor.Shape)}; expected {Text(shape)}");
        long length = shape.Aggregate((long)sizeof(float), static (product, size) => product * size);
        if (tensor.Bytes.LongLength != length) throw Bad(name, $"has {tensor.Bytes.LongLength} bytes; shape {Text(shape)} of F32 takes {length}");
        return tensor.Bytes;
    }

    /// <summary>Drops a tensor that only training needs; it may be missing.</summary>
    public void Ignore(string name) => _left.Remove(name);

    /// <summary>Throws where a tensor was left over, the first by name.</summary>
    public void CheckNothingLeft()
    {
        if (_left.Count > 0) throw Bad(_left.Keys.Min(StringComparer.Ordinal)!, "belongs to no layer of the network");
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    private CnnException Bad(string tensor, string detail) => new(
        "ModelWeightsInvalid",
        CnnErrorCategory.InvalidData,
        $"The weights do not fit to network '{_network}': tensor '{tensor}' {detail}. Give the weights and the network of the same model.",
        tensor);
}
