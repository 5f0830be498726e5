using CnnTools.Core.Images;

namespace CnnTools.Engine.Tests.Images;

/// <summary>Image files for tests of folders and manifests.</summary>
internal static class SmallPng
{
    /// <summary>An image of one color.</summary>
    public static byte[] Encode(int width, int height, byte red, byte green, byte blue)
    {
        byte[] pixels = [.. ((byte[])[red, green, blue]).SelectMany(value => Enumerable.Repeat(value, width * height))];
        return PngEncoder.Encode(new DecodedImage(3, height, width, pixels));
    }
}
