namespace CnnTools;

/// <summary>One layer of a network as data. Which properties count depends on <see cref="Kind"/>; the others stay null.</summary>
public sealed record CnnLayer
{
    /// <summary>The kind of layer.</summary>
    public required CnnLayerKind Kind { get; init; }

    /// <summary>Conv2d: number of filters, at least 1.</summary>
    public int? Filters { get; init; }

    /// <summary>Conv2d, MaxPool2d, AveragePool2d: side of the square window in pixels, at least 1.</summary>
    public int? KernelSize { get; init; }

    /// <summary>Conv2d and pools: step of the window in pixels; null means 1 for a convolution, the window's side for a pool.</summary>
    public int? Stride { get; init; }

    /// <summary>Conv2d and pools: what happens at the edge; null means <see cref="CnnPadding.Valid"/>.</summary>
    public CnnPadding? Padding { get; init; }

    /// <summary>Dense: number of outputs, at least 1.</summary>
    public int? Units { get; init; }

    /// <summary>Dropout: share of values set to zero in training, in <c>[0, 1)</c>.</summary>
    public double? Rate { get; init; }

    /// <summary>Conv2d, Dense: function applied to the output; null means none.</summary>
    public CnnActivation? Activation { get; init; }

    /// <summary>Conv2d, Dense: how weights start; null means <see cref="CnnInitializer.GlorotUniform"/>, as in Keras.</summary>
    public CnnInitializer? Initializer { get; init; }

    /// <summary>Conv2d, Dense: whether a bias is added; null means yes.</summary>
    public bool? Bias { get; init; }

    /// <summary>BatchNorm2d: small number added to the variance; null means 0.001, as in Keras.</summary>
    public double? Epsilon { get; init; }

    /// <summary>BatchNorm2d: weight of a new batch in the running statistics (PyTorch's sense); null means 0.01, which is Keras' 0.99.</summary>
    public double? Momentum { get; init; }
}
