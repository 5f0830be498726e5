using SkiaSharp;

namespace CnnTools.Core.Images;

/// <summary>Turns and mirrors an image as its file's EXIF orientation asks for (EXIF 2.3, tag 0x0112): the eight ways in which a camera can be held.</summary>
internal static class ImageOrientation
{
    /// <summary>Whether an orientation exchanges height and width.</summary>
    public static bool Transposes(SKEncodedOrigin origin) => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>Turns an image upright.</summary>
    /// <param name="image">The image as stored.</param>
    /// <param name="origin">The corner that the stored first row and first column belong to.</param>
    public static DecodedImage Apply(DecodedImage image, SKEncodedOrigin origin)
    {
        (int height, int width) = (image.Height, image.Width);
        // Where the upright image's first pixel is stored, and how far it is from one upright row, and column, to the next.
        (int first, int row, int column) = origin switch
        {
            SKEncodedOrigin.TopRight => (width - 1, width, -1),
            SKEncodedOrigin.BottomRight => (height * width - 1, -width, -1),
            SKEncodedOrigin.BottomLeft => ((height - 1) * width, -width, 1),
            SKEncodedOrigin.LeftTop => (0, 1, width),
            SKEncodedOrigin.RightTop => ((height - 1) * width, 1, -width),
            SKEncodedOrigin.RightBottom => (height * width - 1, -1, -width),
            SKEncodedOrigin.LeftBottom => (width - 1, -1, width),
            _ => (0, 0, 0),
        };
        if ((row, column) == (0, 0)) return image;
        (int uprightHeight, int uprightWidth) = Transposes(origin) ? (width, height) : (height, width);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(image.Pixels.Length);
        for (int channel = 0, to = 0; channel < image.Channels; channel++)
        for (int y = 0; y < uprightHeight; y++)
        {
            int from = channel * height * width + first + y * row;
            for (int x = 0; x < uprightWidth; x++, from += column) pixels[to++] = image.Pixels[from];
        }

        return new DecodedImage(image.Channels, uprightHeight, uprightWidth, pixels);
    }
}
