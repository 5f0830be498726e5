namespace CnnTools.Core.Networks.Layers;

/// <summary>Adds channels of zeros behind those of the input: the parameter-free shortcut of the first residual networks (He et al., 2016, option A).</summary>
internal sealed class PadChannelsLayer : LayerType
{
    public override CnnLayerKind Kind => CnnLayerKind.PadChannels;

    public override IReadOnlyList<LayerProperty> Required => [LayerProperty.Filters];

    public override LayerShape OutputShape(LayerPlace place)
    {
        place.RequirePlane();
        int channels = place.Layer.Filters!.Value;
        return channels >= place.Input.Channels
            ? LayerShape.Plane(place.Input.Height, place.Input.Width, channels)
            : throw place.Invalid(
                $"Filters is {channels}, fewer than the {place.Input.Channels} channels of its input; channels are only added. " +
                "Use a Conv2d with KernelSize 1 to have fewer.");
    }

    public override string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input) =>
        graph.Node(layer.Name, "Pad", [input, graph.Constant(layer.Name + ".pads", [0L, 0, 0, 0, 0, layer.Output.Channels - layer.Input.Channels, 0, 0])]);
}
