namespace CnnTools.Core.Networks.Layers;

/// <summary>A layer whose window slides over the image.</summary>
internal abstract class WindowedLayer : LayerType
{
    /// <summary>Step of the window: 1 for a convolution, the window's own side for a pool.</summary>
    public static int StrideOf(CnnLayer layer) => layer.Stride ?? (LayerTypes.TryFind(layer.Kind) is WindowedLayer { HasOwnStride: true } ? 1 : layer.KernelSize!.Value);

    /// <summary>How a layer's window covers an axis of the image.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="side">Length of the axis in pixels.</param>
    public static WindowGeometry Geometry(CnnLayer layer, int side) => layer.PaddingSize is { } pixels
        ? WindowGeometry.Of(side, layer.KernelSize!.Value, StrideOf(layer), pixels)
        : WindowGeometry.Of(side, layer.KernelSize!.Value, StrideOf(layer), layer.Padding ?? CnnPadding.Valid);

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerPlace place)
    {
        place.RequirePlane();
        (CnnLayer layer, LayerShape input) = (place.Layer, place.Input);
        if (layer is { Padding: not null, PaddingSize: not null })
            throw place.Invalid($"Padding is {layer.Padding} and PaddingSize {layer.PaddingSize}; expected one of them. Leave the other out.");
        // A window of padding alone has no largest value and no mean; libtorch draws the line here.
        if (!HasOwnStride && layer.PaddingSize > layer.KernelSize / 2)
            throw place.Invalid($"a pool's padding is at most half of its window; found {layer.PaddingSize} pixels for a KernelSize of {layer.KernelSize}.");
        int side = layer.KernelSize!.Value, height = Geometry(layer, input.Height).Output, width = Geometry(layer, input.Width).Output;
        if (height == 0 || width == 0)
            throw place.Invalid($"a {side}x{side} window does not fit into a {input.Height}x{input.Width} input; use padding Same, a smaller KernelSize or fewer pools before it.");
        return LayerShape.Plane(height, width, layer.Filters ?? input.Channels);
    }

    /// <summary>Whether the step is 1 unless stated (a convolution), not the window's side (a pool).</summary>
    protected virtual bool HasOwnStride => false;

    /// <summary>The window's side, step and padding; ONNX counts padding as top, left, bottom, right, so that the two sides may differ.</summary>
    protected static OnnxAttribute[] OnnxWindow(PlacedLayer layer)
    {
        (WindowGeometry rows, WindowGeometry columns) = (layer.Rows, layer.Columns);
        return
        [
            new("kernel_shape", new long[] { layer.KernelSize, layer.KernelSize }),
            new("strides", new long[] { layer.Stride, layer.Stride }),
            new("pads", new long[] { rows.Before, columns.Before, rows.After, columns.After }),
        ];
    }
}
