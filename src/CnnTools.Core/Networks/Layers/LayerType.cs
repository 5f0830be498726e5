namespace CnnTools.Core.Networks.Layers;

/// <summary>
/// One kind of layer: everything about it that needs no tensor. A kind is one class here, in the list of <see cref="LayerTypes"/>, and one module in the engine
/// (<c>Modules/Layers</c>).
/// </summary>
internal abstract class LayerType
{
    /// <summary>The kind.</summary>
    public abstract CnnLayerKind Kind { get; }

    /// <summary>Properties that a layer of this kind must have.</summary>
    public virtual IReadOnlyList<LayerProperty> Required => [];

    /// <summary>Properties that it may have.</summary>
    public virtual IReadOnlyList<LayerProperty> Optional => [];

    /// <summary>Required and optional properties, as messages list them.</summary>
    public IEnumerable<LayerProperty> Properties => Required.Concat(Optional);

    /// <summary>The shape of a layer's output for one image. The layer's properties have passed <see cref="LayerRules"/>.</summary>
    /// <param name="place">The layer, its input shape and, if it has any, the layers inside it.</param>
    /// <exception cref="CnnException">The layer does not fit its input: id <c>NetworkInvalid</c>.</exception>
    public abstract LayerShape OutputShape(LayerPlace place);

    /// <summary>Parameters and running statistics, in the order of the model file; without those of layers inside.</summary>
    public virtual IEnumerable<LayerWeight> Weights(PlacedLayer layer) => [];

    /// <summary>
    /// Floating-point operations of one forward pass over one image when the network is used (not trained), without an activation and without layers inside. A
    /// multiply-add counts as two.
    /// </summary>
    public virtual long Flops(PlacedLayer layer) => 0;

    /// <summary>Number of inputs from which one output is computed; zero without trained weights that are drawn at random.</summary>
    public virtual long FanIn(PlacedLayer layer) => 0;

    /// <summary>Number of outputs to which one input contributes (Keras' count).</summary>
    public virtual long FanOut(PlacedLayer layer) => 0;

    /// <summary>What the layer can do for a batch normalization beside it.</summary>
    public virtual AffineRole AffineRole => AffineRole.None;

    /// <summary>Adds the layer's operators to an ONNX graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Name of its input.</param>
    /// <returns>Name of its output.</returns>
    public abstract string WriteOnnx(IOnnxGraph graph, PlacedLayer layer, string input);
}

/// <summary>How a layer relates to a batch normalization in evaluation, y = a·x + b with fixed numbers per channel.</summary>
[Flags]
internal enum AffineRole
{
    /// <summary>The normalization can be neither moved through the layer nor into it.</summary>
    None = 0,

    /// <summary>The layer gives the same whether the normalization comes before or after it.</summary>
    Commutes = 1,

    /// <summary>As <see cref="Commutes"/>, provided that no a is negative.</summary>
    CommutesIfPositive = 2,

    /// <summary>The layer's weights can take up a normalization of its output.</summary>
    AbsorbsAtOutput = 4,

    /// <summary>The layer's weights can take up a normalization of its input.</summary>
    AbsorbsAtInput = 8,
}
