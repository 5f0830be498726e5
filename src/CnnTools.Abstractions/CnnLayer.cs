namespace CnnTools;

/// <summary>One layer of a network as data. Which properties count depends on <see cref="Kind"/>; the others stay null.</summary>
public sealed record CnnLayer
{
    /// <summary>The kind of layer.</summary>
    public required CnnLayerKind Kind { get; init; }

    /// <summary>Conv2d: number of filters, at least 1. PadChannels: number of channels of the output, at least those of the input.</summary>
    public int? Filters { get; init; }

    /// <summary>Convolutions, MaxPool2d, AveragePool2d: side of the square window in pixels, at least 1.</summary>
    public int? KernelSize { get; init; }

    /// <summary>Convolutions and pools: step of the window in pixels; null means 1 for a convolution, the window's side for a pool.</summary>
    public int? Stride { get; init; }

    /// <summary>Convolutions and pools: what happens at the edge; null means <see cref="CnnPadding.Valid"/>.</summary>
    public CnnPadding? Padding { get; init; }

    /// <summary>Convolutions and pools: pixels added on each of the four sides, in place of <see cref="Padding"/>; for a pool at most half of the window's
    /// side. JSON writes it as the number of <c>padding</c>.</summary>
    public int? PaddingSize { get; init; }

    /// <summary>Dense: number of outputs, at least 1.</summary>
    public int? Units { get; init; }

    /// <summary>Dropout: share of values set to zero in training, in <c>[0, 1)</c>.</summary>
    public double? Rate { get; init; }

    /// <summary>Convolutions, Dense, Residual: function applied to the output; null means none.</summary>
    public CnnActivation? Activation { get; init; }

    /// <summary>Convolutions, Dense: how weights start; null means <see cref="CnnInitializer.GlorotUniform"/>, as in Keras.</summary>
    public CnnInitializer? Initializer { get; init; }

    /// <summary>Convolutions, Dense: whether a bias is added; null means yes.</summary>
    public bool? Bias { get; init; }

    /// <summary>BatchNorm2d, GroupNorm: small number added to the variance; null means 0.001, as in Keras.</summary>
    public double? Epsilon { get; init; }

    /// <summary>GroupNorm: number of groups; divides the channels of the input.</summary>
    public int? Groups { get; init; }

    /// <summary>AdaptiveAveragePool2d: height and width of the output in pixels, at most those of the input.</summary>
    public int? OutputSize { get; init; }

    /// <summary>Residual: the layers that the input passes through.</summary>
    public IReadOnlyList<CnnLayer>? Body { get; init => field = value is null ? null : CnnLayerList.Of(value); }

    /// <summary>Residual: the layers that the input passes through beside the body; null or empty adds the input itself.</summary>
    public IReadOnlyList<CnnLayer>? Shortcut { get; init => field = value is null ? null : CnnLayerList.Of(value); }

    /// <summary>BatchNorm2d: weight of a new batch in the running statistics (PyTorch's sense); null means 0.01, which is Keras' 0.99.</summary>
    public double? Momentum { get; init; }
}
