namespace CnnTools.Engine.Inference;

/// <summary>A finished network, loaded by one of the libraries that can compute it.</summary>
internal abstract class NetworkRunner : IDisposable
{
    /// <summary>The device, as users write it.</summary>
    public abstract string Device { get; }

    /// <summary>The library and its version, for instance <c>ONNX Runtime 1.31.1</c>.</summary>
    public abstract string Runtime { get; }

    /// <summary>Runs a batch through the network.</summary>
    /// <param name="pixels">Bytes of whole images in the order image, channel, row, column (NCHW).</param>
    /// <param name="count">Number of images, at least 1.</param>
    /// <returns>Scores before softmax, one row per image with one value per class.</returns>
    public abstract float[] Scores(ReadOnlySpan<byte> pixels, int count);

    /// <inheritdoc/>
    public abstract void Dispose();
}
