using CnnTools.Engine.Devices;

namespace CnnTools.Engine.Images;

/// <summary>Decodes pictures with what the torch provider brings; loads it when the first picture comes.</summary>
internal sealed class TorchImageDecoder : IImageDecoder
{
    public DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels)
    {
        TorchBackend.Load();
        return TorchBackend.DecodeImage(encoded, channels);
    }
}
