namespace CnnTools.Core.Images;

/// <summary>An image as bytes.</summary>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Pixels">Values 0 to 255 in the order channel, row, column.</param>
public sealed record DecodedImage(int Channels, int Height, int Width, byte[] Pixels);
