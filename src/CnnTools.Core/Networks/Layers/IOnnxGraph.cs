namespace CnnTools.Core.Networks.Layers;

/// <summary>What a kind of layer needs to write itself as ONNX operators.</summary>
internal interface IOnnxGraph
{
    /// <summary>Adds a node and returns the name of its output, which is the node's own.</summary>
    string Node(string name, string operation, IEnumerable<string> inputs, params OnnxAttribute[] attributes);

    /// <summary>Adds a weight of a layer and returns its name.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="part">The weight's name within the layer.</param>
    string Weight(PlacedLayer layer, string part);

    /// <summary>A number that operators take as an input, added once; returns its name.</summary>
    string Constant(string name, float value);

    /// <summary>A tensor of numbers that operators take as an input; returns its name.</summary>
    string Constant(string name, long[] shape, float[] values);

    /// <summary>A list of whole numbers that operators take as an input; returns its name.</summary>
    string Constant(string name, long[] values);
}

/// <summary>An attribute of an ONNX node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A <see cref="long"/>, a <see cref="float"/> or a <c>long[]</c>.</param>
internal sealed record OnnxAttribute(string Name, object Value);
