using System.Buffers.Binary;
using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.Export;

/// <summary>
/// Turns a network's layers into ONNX operators, in the order of computation: pixels of 0 to 255 in, probabilities out. A node and what it gives carry the
/// layer's name (<c>conv2d_1</c>), weights keep theirs (<c>conv2d_1.weight</c>).
/// Source of operators and attributes: the ONNX project's <c>docs/Operators.md</c>, as of operator set <see cref="OnnxExporter.Opset"/>.
/// </summary>
internal sealed class OnnxGraphBuilder : IOnnxGraph
{
    private readonly CnnNetwork _network;
    private readonly IReadOnlyDictionary<string, SafeTensorsWriter.Entry> _weights;
    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _initializers = [];
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);

    private OnnxGraphBuilder(CnnNetwork network, IReadOnlyDictionary<string, SafeTensorsWriter.Entry> weights) => (_network, _weights) = (network, weights);

    /// <summary>The graph of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layers">What <see cref="ShapeInference.Place"/> gave for it.</param>
    /// <param name="weights">Its weights by name, which have passed <see cref="WeightCheck"/>.</param>
    /// <param name="takesBytes">Whether the input is bytes and the output scores before softmax; else pixels as floats and probabilities.</param>
    public static ProtoMessage Build(
        CnnNetwork network, IReadOnlyList<PlacedLayer> layers, IReadOnlyDictionary<string, SafeTensorsWriter.Entry> weights, bool takesBytes = false) =>
        new OnnxGraphBuilder(network, weights).Build(layers, takesBytes);

    private ProtoMessage Build(IReadOnlyList<PlacedLayer> layers, bool takesBytes)
    {
        string pixels = takesBytes ? Node("pixels", "Cast", [OnnxExporter.InputName], new OnnxAttribute("to", OnnxMessages.Float32)) : OnnxExporter.InputName;
        string value = Node("normalization", "Div", [pixels, Constant("pixel_maximum", 255)]);
        foreach (PlacedLayer layer in layers) value = layer.Type.WriteOnnx(this, layer, value);

        string result = takesBytes ? Node(OnnxExporter.ScoresName, "Identity", [value]) : Node(OnnxExporter.OutputName, "Softmax", [value], new OnnxAttribute("axis", 1L));
        return OnnxMessages.Graph(
            _network.Name,
            _nodes,
            _initializers,
            OnnxMessages.Value(
                OnnxExporter.InputName, OnnxExporter.BatchName, [_network.Channels, _network.Height, _network.Width],
                "Images: pixels from 0 to 255, not normalized; axes image, channel (red, green, blue or gray), row, column.",
                takesBytes ? OnnxMessages.UInt8 : OnnxMessages.Float32),
            OnnxMessages.Value(
                result, OnnxExporter.BatchName, [layers[^1].Output.Channels],
                takesBytes ? "Scores of the classes; axes image, class." : "Probabilities of the classes, which sum to 1; axes image, class."));
    }

    /// <inheritdoc/>
    public string Node(string name, string operation, IEnumerable<string> inputs, params OnnxAttribute[] attributes)
    {
        _nodes.Add(OnnxMessages.Node(name, operation, inputs, name, attributes.Select(OnnxMessages.Attribute)));
        return name;
    }

    /// <inheritdoc/>
    public string Weight(PlacedLayer layer, string part)
    {
        SafeTensorsWriter.Entry weight = _weights[$"{layer.Name}.{part}"];
        _initializers.Add(OnnxMessages.Tensor(weight.Name, weight.Shape, weight.Bytes));
        return weight.Name;
    }

    /// <inheritdoc/>
    public string Constant(string name, float value) => _constants.Add(name) ? Constant(name, [], [value]) : name;

    /// <inheritdoc/>
    public string Constant(string name, long[] shape, float[] values)
    {
        var bytes = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        _initializers.Add(OnnxMessages.Tensor(name, shape, bytes));
        return name;
    }

    /// <inheritdoc/>
    public string Constant(string name, long[] values)
    {
        var bytes = new byte[sizeof(long) * values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        _initializers.Add(OnnxMessages.Integers(name, bytes));
        return name;
    }
}
