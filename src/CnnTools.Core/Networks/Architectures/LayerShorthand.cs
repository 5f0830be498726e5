namespace CnnTools.Core.Networks.Architectures;

/// <summary>Short forms in which networks are written down.</summary>
internal static class LayerShorthand
{
    /// <summary>A convolution followed by ReLU.</summary>
    public static CnnLayer Conv(int filters, int kernelSize, CnnPadding padding, CnnInitializer? initializer = null) =>
        new() { Kind = CnnLayerKind.Conv2d, Filters = filters, KernelSize = kernelSize, Padding = padding, Activation = CnnActivation.ReLU, Initializer = initializer };

    /// <summary>Batch normalisation with Keras' constants.</summary>
    public static CnnLayer BatchNorm() => new() { Kind = CnnLayerKind.BatchNorm2d };

    /// <summary>Maximum of windows of 2 × 2 pixels, step 2.</summary>
    public static CnnLayer Pool() => new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = 2 };

    /// <summary>A plane to a row of features.</summary>
    public static CnnLayer Flatten() => new() { Kind = CnnLayerKind.Flatten };

    /// <summary>A fully connected layer; without an activation unless one is given.</summary>
    public static CnnLayer Dense(int units, CnnActivation? activation = null, CnnInitializer? initializer = null) =>
        new() { Kind = CnnLayerKind.Dense, Units = units, Activation = activation, Initializer = initializer };

    /// <summary>Dropout of a share of the values.</summary>
    public static CnnLayer Dropout(double rate) => new() { Kind = CnnLayerKind.Dropout, Rate = rate };
}
