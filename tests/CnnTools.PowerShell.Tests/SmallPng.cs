using CnnTools.Core.Images;

namespace CnnTools.PowerShell.Tests;

/// <summary>Image files for tests.</summary>
internal static class SmallPng
{
    /// <summary>Encodes an image.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="color">Red, green and blue at a column and row.</param>
    public static byte[] Encode(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> color)
    {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0, area = width * height; i < area; i++) (pixels[i], pixels[area + i], pixels[2 * area + i]) = color(i % width, i / width);
        return PngEncoder.Encode(new DecodedImage(3, height, width, pixels));
    }
}
