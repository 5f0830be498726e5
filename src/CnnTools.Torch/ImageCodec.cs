using CnnTools.Torch.Interop;
using TorchSharp;

namespace CnnTools.Torch;

/// <summary>JPEG (libjpeg-turbo) and PNG (libpng) in memory to tensors.</summary>
public static class ImageCodec
{
    /// <summary>Decodes a picture, whose format its first bytes say.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="mode">The channels wanted. 16-bit samples keep their upper 8 bits, palettes become colours, CMYK becomes RGB.</param>
    /// <returns>Bytes [channels, rows, columns].</returns>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">
    /// The data is of another format, damaged, cut short, or claims more than 100 million pixels.
    /// </exception>
    public static unsafe torch.Tensor Decode(ReadOnlySpan<byte> data, torchvision.io.ImageReadMode mode = torchvision.io.ImageReadMode.UNCHANGED)
    {
        fixed (byte* start = data)
            return torch.Tensor.Wrap(NativeMethods.cnn_decode_image((nint)start, data.Length, (int)mode));
    }
}
