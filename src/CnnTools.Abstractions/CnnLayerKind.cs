namespace CnnTools;

/// <summary>The closed vocabulary of layers a model file may hold.</summary>
public enum CnnLayerKind
{
    /// <summary>Two-dimensional convolution.</summary>
    Conv2d,

    /// <summary>Batch normalisation over height, width and batch (Ioffe and Szegedy, 2015).</summary>
    BatchNorm2d,

    /// <summary>Largest value of each window.</summary>
    MaxPool2d,

    /// <summary>Mean of each window.</summary>
    AveragePool2d,

    /// <summary>Mean over the whole plane of each channel.</summary>
    GlobalAveragePool2d,

    /// <summary>Turns channels and pixels into one row of features.</summary>
    Flatten,

    /// <summary>Fully connected layer.</summary>
    Dense,

    /// <summary>Sets random values to zero in training (Srivastava et al., 2014).</summary>
    Dropout,

    /// <summary>An activation function on its own.</summary>
    Activation,

    /// <summary>Two-dimensional convolution of each channel by itself.</summary>
    DepthwiseConv2d,

    /// <summary>Normalization of each image by itself, over groups of channels (Wu and He, 2018).</summary>
    GroupNorm,

    /// <summary>Means over a grid of windows that covers the image: a plane of a given size, whatever the input's.</summary>
    AdaptiveAveragePool2d,

    /// <summary>The sum of what two lists of layers make of one input: a body, and a shortcut, which by default passes the input on (He et al.,
    /// 2016).</summary>
    Residual,

    /// <summary>Adds channels of zeros behind those of the input.</summary>
    PadChannels,
}

/// <summary>What a window does at the edge of an image.</summary>
public enum CnnPadding
{
    /// <summary>Windows stay inside the image.</summary>
    Valid = 0,

    /// <summary>Zeros are added so that, at stride 1, the output has the input's size.</summary>
    // Not 1: a number beside these names is a number of pixels, and must never be taken for a name.
    Same = -1,
}

/// <summary>Activation functions.</summary>
public enum CnnActivation
{
    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>x·Φ(x), the exact Gaussian error linear unit.</summary>
    GELU,

    /// <summary>x·sigmoid(x), also called swish.</summary>
    SiLU,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1/(1+exp(−x)).</summary>
    Sigmoid,

    /// <summary>min(max(0, x), 6), as MobileNet uses it.</summary>
    ReLU6,
}

/// <summary>How weights start.</summary>
public enum CnnInitializer
{
    /// <summary>Uniform in ±√(6/(fan in + fan out)) (Glorot and Bengio, 2010).</summary>
    GlorotUniform,

    /// <summary>Uniform in ±√(6/fan in) (He et al., 2015).</summary>
    HeUniform,
}
