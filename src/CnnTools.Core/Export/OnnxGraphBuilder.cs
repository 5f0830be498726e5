using System.Buffers.Binary;
using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;

namespace CnnTools.Core.Export;

/// <summary>
/// Turns a network's layers into ONNX operators, in the order of computation: pixels of 0 to 255 in, probabilities out. A node and what it gives carry the
/// layer's name (<c>conv2d_1</c>), weights keep theirs (<c>conv2d_1.weight</c>).
/// Source of operators and attributes: the ONNX project's <c>docs/Operators.md</c>, as of operator set <see cref="OnnxExporter.Opset"/>.
/// </summary>
internal sealed class OnnxGraphBuilder
{
    /// <summary>In the order of BatchNormalization's inputs.</summary>
    private static readonly string[] s_batchNormWeights = [".weight", ".bias", ".running_mean", ".running_var"];

    private readonly CnnNetwork _network;
    private readonly IReadOnlyDictionary<string, SafeTensorsWriter.Entry> _weights;
    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _initializers = [];
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);

    private OnnxGraphBuilder(CnnNetwork network, IReadOnlyDictionary<string, SafeTensorsWriter.Entry> weights) => (_network, _weights) = (network, weights);

    /// <summary>The graph of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shapes">What <see cref="ShapeInference.Infer"/> gave for it.</param>
    /// <param name="weights">Its weights by name, which have passed <see cref="WeightCheck"/>.</param>
    public static ProtoMessage Build(CnnNetwork network, IReadOnlyList<LayerShape> shapes, IReadOnlyDictionary<string, SafeTensorsWriter.Entry> weights) =>
        new OnnxGraphBuilder(network, weights).Build(shapes);

    private ProtoMessage Build(IReadOnlyList<LayerShape> shapes)
    {
        IReadOnlyList<string> names = LayerNames.Of(_network.Layers);
        LayerShape shape = LayerShape.Plane(_network.Height, _network.Width, _network.Channels);
        string value = Node("normalization", "Div", [OnnxExporter.InputName, Constant("pixel_maximum", 255)]);
        for (int i = 0; i < shapes.Count; i++)
        {
            value = Layer(_network.Layers[i], names[i], value, shape);
            shape = shapes[i];
        }

        Node(OnnxExporter.OutputName, "Softmax", [value], OnnxMessages.Attribute("axis", 1L));
        return OnnxMessages.Graph(
            _network.Name,
            _nodes,
            _initializers,
            OnnxMessages.Value(
                OnnxExporter.InputName, OnnxExporter.BatchName, [_network.Channels, _network.Height, _network.Width],
                "Images: pixels from 0 to 255, not normalised; axes image, channel (red, green, blue or grey), row, column."),
            OnnxMessages.Value(OnnxExporter.OutputName, OnnxExporter.BatchName, [shape.Channels], "Probabilities of the classes, which sum to 1; axes image, class."));
    }

    /// <summary>Adds a layer and gives the name of its output.</summary>
    private string Layer(CnnLayer layer, string name, string input, LayerShape shape) => layer.Kind switch
    {
        CnnLayerKind.Conv2d => Activation(layer.Activation, name, Convolution(layer, name, input, shape)),
        CnnLayerKind.Dense => Activation(layer.Activation, name, Dense(layer, name, input)),
        CnnLayerKind.BatchNorm2d => BatchNorm(layer, name, input),
        CnnLayerKind.MaxPool2d => Node(name, "MaxPool", [input], Window(layer, shape)),
        // Padded pixels do not count for the mean, as in the engine.
        CnnLayerKind.AveragePool2d => Node(name, "AveragePool", [input], [.. Window(layer, shape), OnnxMessages.Attribute("count_include_pad", 0L)]),
        // ONNX keeps the two axes of length 1.
        CnnLayerKind.GlobalAveragePool2d => Flatten(name + ".flatten", Node(name, "GlobalAveragePool", [input])),
        CnnLayerKind.Flatten => Flatten(name, input),
        CnnLayerKind.Activation => Activation(layer.Activation, name, input),
        // What is kept was scaled up in training, so that dropout changes nothing when the network is used.
        CnnLayerKind.Dropout => input,
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, "Unknown kind of layer."),
    };

    private string Convolution(CnnLayer layer, string name, string input, LayerShape shape) =>
        Node(name, "Conv", [input, .. WeightAndBias(layer, name)], Window(layer, shape));

    // A dense layer's weights lie as (outputs, inputs), the transpose of Gemm's second factor.
    private string Dense(CnnLayer layer, string name, string input) =>
        Node(name, "Gemm", [input, .. WeightAndBias(layer, name)], OnnxMessages.Attribute("transB", 1L));

    private string BatchNorm(CnnLayer layer, string name, string input) =>
        Node(name, "BatchNormalization", [input, .. s_batchNormWeights.Select(part => Weight(name + part))], OnnxMessages.Attribute("epsilon", (float)(layer.Epsilon ?? LayerDefaults.Epsilon)));

    private string[] WeightAndBias(CnnLayer layer, string name) =>
        LayerDefaults.HasBias(layer) ? [Weight(name + ".weight"), Weight(name + ".bias")] : [Weight(name + ".weight")];

    private string Flatten(string name, string input) => Node(name, "Flatten", [input], OnnxMessages.Attribute("axis", 1L));

    private string Activation(CnnActivation? activation, string name, string input)
    {
        switch (activation)
        {
            case null:
                return input;
            case CnnActivation.ReLU:
                return Node(name + ".relu", "Relu", [input]);
            case CnnActivation.Tanh:
                return Node(name + ".tanh", "Tanh", [input]);
            case CnnActivation.Sigmoid:
                return Node(name + ".sigmoid", "Sigmoid", [input]);
            case CnnActivation.SiLU:
                return Node(name + ".silu", "Mul", [input, Node(name + ".silu.sigmoid", "Sigmoid", [input])]);
            case CnnActivation.GELU:
                // x·(1 + erf(x/√2))/2, in the steps that runtimes know to join. The operator Gelu is in operator set 20 and later only.
                string scaled = Node(name + ".gelu.scaled", "Div", [input, Constant("square_root_of_two", MathF.Sqrt(2))]);
                string erf = Node(name + ".gelu.erf", "Erf", [scaled]);
                string sum = Node(name + ".gelu.sum", "Add", [erf, Constant("one", 1)]);
                string product = Node(name + ".gelu.product", "Mul", [input, sum]);
                return Node(name + ".gelu", "Mul", [product, Constant("half", 0.5f)]);
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation.");
        }
    }

    /// <summary>The window's side, step and padding; ONNX counts padding as top, left, bottom, right, so that the two sides may differ.</summary>
    private static ProtoMessage[] Window(CnnLayer layer, LayerShape input)
    {
        int side = layer.KernelSize!.Value, stride = LayerDefaults.StrideOf(layer);
        WindowGeometry rows = WindowGeometry.Of(input.Height, side, stride, LayerDefaults.PaddingOf(layer));
        WindowGeometry columns = WindowGeometry.Of(input.Width, side, stride, LayerDefaults.PaddingOf(layer));
        return
        [
            OnnxMessages.Attribute("kernel_shape", [side, side]),
            OnnxMessages.Attribute("strides", [stride, stride]),
            OnnxMessages.Attribute("pads", [rows.Before, columns.Before, rows.After, columns.After]),
        ];
    }

    /// <summary>Adds a node and gives the name of its output, which is its own.</summary>
    private string Node(string name, string operation, IEnumerable<string> inputs, params ProtoMessage[] attributes)
    {
        _nodes.Add(OnnxMessages.Node(name, operation, inputs, name, attributes));
        return name;
    }

    private string Weight(string name)
    {
        SafeTensorsWriter.Entry weight = _weights[name];
        _initializers.Add(OnnxMessages.Tensor(name, weight.Shape, weight.Bytes));
        return name;
    }

    /// <summary>A number that operators take as an input; added once.</summary>
    private string Constant(string name, float value)
    {
        if (_constants.Add(name))
        {
            var bytes = new byte[sizeof(float)];
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            _initializers.Add(OnnxMessages.Tensor(name, [], bytes));
        }
        return name;
    }
}
