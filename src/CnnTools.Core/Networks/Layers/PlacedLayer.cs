namespace CnnTools.Core.Networks.Layers;

/// <summary>A layer in its network: checked, named, with the shapes that go in and out.</summary>
internal sealed class PlacedLayer
{
    private readonly LayerPlace _place;

    public PlacedLayer(LayerPlace place, LayerType type, int stream, LayerShape output) => (_place, Type, Stream, Output) = (place, type, stream, output);

    /// <summary>The layer as data.</summary>
    public CnnLayer Layer => _place.Layer;

    /// <summary>What its kind knows.</summary>
    public LayerType Type { get; }

    /// <summary>Its name within its list, for instance <c>conv2d_1</c>.</summary>
    public string OwnName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Its full name, for instance <c>residual_1.body.conv2d_1</c>; tensors carry it.</summary>
    public string Name => _place.Name;

    /// <summary>Its position in the network's data, for instance <c>layers[3].body[1]</c>.</summary>
    public string Path => _place.Path;

    /// <summary>Number of its random stream: its position for a layer of the network's own list, a number from <see cref="ShapeInference.MaximumLayerCount"/>
    /// up for one inside another layer.</summary>
    public int Stream { get; }

    /// <summary>Shape of its input.</summary>
    public LayerShape Input => _place.Input;

    /// <summary>Shape of its output.</summary>
    public LayerShape Output { get; }

    /// <summary>The layers inside it, in order; none for most kinds.</summary>
    public IReadOnlyList<PlacedLayer> Body => _place.Body;

    /// <summary>The layers beside its body, in order; none where the input itself goes there.</summary>
    public IReadOnlyList<PlacedLayer> Shortcut => _place.Shortcut;

    /// <summary>Whether a bias is added.</summary>
    public bool HasBias => Layer.Bias ?? true;

    /// <summary>Side of its window in pixels.</summary>
    public int KernelSize => Layer.KernelSize!.Value;

    /// <summary>Step of its window in pixels.</summary>
    public int Stride => WindowedLayer.StrideOf(Layer);

    /// <summary>How its window covers the rows.</summary>
    public WindowGeometry Rows => WindowedLayer.Geometry(Layer, Input.Height);

    /// <summary>How its window covers the columns.</summary>
    public WindowGeometry Columns => WindowedLayer.Geometry(Layer, Input.Width);

    /// <summary>All parameters as Keras counts them: weights, biases, and four values per channel for batch normalization; without those of layers
    /// inside.</summary>
    public long ParameterCount => Type.Weights(this).Sum(static weight => weight.Count);

    /// <summary>Of these, the ones that no optimizer changes.</summary>
    public long NonTrainableCount => Type.Weights(this).Where(static weight => !weight.IsTrained).Sum(static weight => weight.Count);

    /// <summary>Floating-point operations of one forward pass over one image, an activation included, layers inside left out.</summary>
    public long FlopCount => Type.Flops(this) + (Layer.Activation is null ? 0 : Output.ValueCount);

    /// <summary>Layers in the order of computation: those inside a layer before the layer itself.</summary>
    public static IEnumerable<PlacedLayer> All(IEnumerable<PlacedLayer> layers) => layers.SelectMany(static layer => All(layer.Body).Concat(All(layer.Shortcut)).Append(layer));
}
