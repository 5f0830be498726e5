namespace CnnTools;

/// <summary>One line of a network's summary.</summary>
public sealed record CnnLayerSummary
{
    /// <summary>The layer's name: its kind in lower case and a number, for instance <c>conv2d_1</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>The kind of layer, for instance <c>Conv2d</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Shape of the output for one image as height, width, channels (<c>29x29x32</c>) or features (<c>256</c>).</summary>
    public required string OutputShape { get; init; }

    /// <summary>All parameters of the layer, trained or not.</summary>
    public required long Parameters { get; init; }

    /// <summary>Of these, the ones no optimizer changes.</summary>
    public required long NonTrainable { get; init; }

    /// <summary>Floating-point operations of one forward pass over one image; a multiply-add counts as two.</summary>
    public required long Flops { get; init; }

    /// <summary>Bytes of the layer's output for one image in 32-bit floats.</summary>
    public required long OutputBytes { get; init; }
}
