namespace CnnTools.Engine.Images;

/// <summary>Turns an encoded picture (PNG or JPEG) into pixels.</summary>
public interface IImageDecoder
{
    /// <summary>Decodes one picture.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <param name="channels">1 to get grey, 3 to get red, green, blue; other colour modes are converted.</param>
    /// <returns>The pixels in the order channel, row, column.</returns>
    /// <exception cref="CnnException">The bytes are no picture that can be read: id <c>ImageDecodeFailed</c>.</exception>
    DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels);
}

/// <summary>A picture as bytes.</summary>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Pixels">Values 0 to 255 in the order channel, row, column.</param>
public sealed record DecodedImage(int Channels, int Height, int Width, byte[] Pixels);
