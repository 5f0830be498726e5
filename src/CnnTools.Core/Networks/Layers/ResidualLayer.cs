namespace CnnTools.Core.Networks.Layers;

/// <summary>The sum of what two lists of layers make of one input: a body, and a shortcut, which by default passes the input on (He et al., 2016,
/// arXiv:1512.03385).</summary>
internal sealed class ResidualLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.Residual;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.Body];

    public override IReadOnlyList<LayerProperty> Optional => [LayerProperty.Shortcut, LayerProperty.Activation];

    public override LayerShape OutputShape(LayerPlace place)
    {
        LayerShape body = place.Body.Count == 0 ? place.Input : place.Body[^1].Output;
        LayerShape shortcut = place.Shortcut.Count == 0 ? place.Input : place.Shortcut[^1].Output;
        if (body == shortcut) return body;
        string hint = place.Shortcut.Count == 0
            ? "Add a Shortcut that brings the input to the body's shape, for instance a Conv2d with KernelSize 1 and the body's Filters and Stride"
            : "Change one of them";
        throw place.Invalid($"its body gives {body}, its shortcut {shortcut}; only equal shapes can be added. {hint}.");
    }

    public override long Flops(PlacedLayer layer) => layer.Output.ValueCount;

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input)
    {
        string body = layer.Body.Aggregate(input, (value, inner) => inner.Type.WriteOnnx(graph, inner, value));
        string shortcut = layer.Shortcut.Aggregate(input, (value, inner) => inner.Type.WriteOnnx(graph, inner, value));
        return OnnxOperators.Activate(graph, layer, graph.Node(layer.Name, "Add", [body, shortcut]));
    }
}
