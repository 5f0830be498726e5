namespace CnnTools.Core.Networks.Layers;

/// <summary>
/// Operators that several kinds of layers share. Source of operators and attributes: the ONNX project's <c>docs/Operators.md</c>, as of the operator set that
/// the exporter states.
/// </summary>
internal static class OnnxOperators
{
    /// <summary>The weight and, if the layer has one, the bias.</summary>
    public static string[] WeightAndBias(IOnnxGraph graph, PlacedLayer layer) =>
        layer.HasBias ? [graph.Weight(layer, "weight"), graph.Weight(layer, "bias")] : [graph.Weight(layer, "weight")];

    /// <summary>Channels and pixels as one row.</summary>
    public static string Flatten(IOnnxGraph graph, string name, string input) => graph.Node(name, "Flatten", [input], new OnnxAttribute("axis", 1L));

    /// <summary>The layer's activation; the input itself if it has none.</summary>
    public static string Activate(IOnnxGraph graph, PlacedLayer layer, string input)
    {
        string name = layer.Name;
        switch (layer.Layer.Activation)
        {
            case null:
                return input;
            case CnnActivation.ReLU:
                return graph.Node(name + ".relu", "Relu", [input]);
            case CnnActivation.ReLU6:
                return graph.Node(name + ".relu6", "Clip", [input, graph.Constant("zero", 0), graph.Constant("six", 6)]);
            case CnnActivation.Tanh:
                return graph.Node(name + ".tanh", "Tanh", [input]);
            case CnnActivation.Sigmoid:
                return graph.Node(name + ".sigmoid", "Sigmoid", [input]);
            case CnnActivation.SiLU:
                return graph.Node(name + ".silu", "Mul", [input, graph.Node(name + ".silu.sigmoid", "Sigmoid", [input])]);
            case CnnActivation.GELU:
                // x·(1 + erf(x/√2))/2, in the steps that runtimes know to join. The operator Gelu is in operator set 20 and later only.
                string scaled = graph.Node(name + ".gelu.scaled", "Div", [input, graph.Constant("square_root_of_two", MathF.Sqrt(2))]);
                string erf = graph.Node(name + ".gelu.erf", "Erf", [scaled]);
                string sum = graph.Node(name + ".gelu.sum", "Add", [erf, graph.Constant("one", 1)]);
                string product = graph.Node(name + ".gelu.product", "Mul", [input, sum]);
                return graph.Node(name + ".gelu", "Mul", [product, graph.Constant("half", 0.5f)]);
            default:
                throw new ArgumentOutOfRangeException(nameof(layer), layer.Layer.Activation, "Unknown activation.");
        }
    }
}
