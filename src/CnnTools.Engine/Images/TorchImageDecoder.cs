namespace CnnTools.Engine.Images;

/// <summary>Decodes PNG and JPEG.</summary>
internal sealed class TorchImageDecoder : IImageDecoder
{
    /// <inheritdoc/>
    public DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels) => SkiaImageDecoder.Decode(encoded, channels);
}
