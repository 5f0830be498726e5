namespace CnnTools.Core.Networks;

/// <summary>
/// How a sliding window covers one axis of an image: number of positions, and zeros needed before and after it.
/// The rules are TensorFlow's (https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2), which Keras uses.
/// </summary>
/// <param name="Output">Number of positions of the window; 0 where it does not fit.</param>
/// <param name="Before">Zeros added above or to the left.</param>
/// <param name="After">Zeros added below or to the right. Where the number of zeros is odd, this side has one more, unlike in PyTorch's pools and convolutions,
/// which pad both sides alike.</param>
public readonly record struct WindowGeometry(int Output, int Before, int After)
{
    /// <summary>True where both sides get the same number of zeros, so that a padding argument of libtorch's operators expresses it.</summary>
    public bool IsSymmetric => Before == After;

    /// <summary>Computes the geometry of one axis.</summary>
    /// <param name="input">Length of the axis in pixels, at least 1.</param>
    /// <param name="kernelSize">Side of the window, at least 1.</param>
    /// <param name="stride">Step of the window, at least 1.</param>
    /// <param name="padding"><see cref="CnnPadding.Valid"/>: ⌊(input − kernel)/stride⌋ + 1 positions; <see cref="CnnPadding.Same"/>: ⌈input/stride⌉
    /// positions.</param>
    public static WindowGeometry Of(int input, int kernelSize, int stride, CnnPadding padding)
    {
        if (padding == CnnPadding.Valid)
            return new WindowGeometry(kernelSize > input ? 0 : (input - kernelSize) / stride + 1, 0, 0);

        int output = (input - 1) / stride + 1;
        int zeros = Math.Max((output - 1) * stride + kernelSize - input, 0);
        return new WindowGeometry(output, zeros / 2, zeros - zeros / 2);
    }

    /// <summary>Computes the geometry of one axis with as many zeros on both sides.</summary>
    /// <param name="input">Length of the axis in pixels, at least 1.</param>
    /// <param name="kernelSize">Side of the window, at least 1.</param>
    /// <param name="stride">Step of the window, at least 1.</param>
    /// <param name="zeros">Zeros on each side: ⌊(input + 2·zeros − kernel)/stride⌋ + 1 positions.</param>
    public static WindowGeometry Of(int input, int kernelSize, int stride, int zeros) =>
        new(kernelSize > input + 2 * zeros ? 0 : (input + 2 * zeros - kernelSize) / stride + 1, zeros, zeros);
}
