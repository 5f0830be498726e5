using CnnTools.Core.Charts;
using CnnTools.Core.Images;

namespace CnnTools.Engine.Tests.Drawing;

/// <summary>A figure as pixels, read back from its file.</summary>
internal static class Pixels
{
    public static DecodedImage Of(Figure figure, string extension, int scale = 1)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "figure" + extension);
            FigureFile.Write(figure, path, scale: scale);
            return ImageDecoder.Decode(File.ReadAllBytes(path), 3);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static int At(DecodedImage image, int x, int y)
    {
        int size = image.Width * image.Height, at = (y * image.Width) + x;
        return (image.Pixels[at] << 16) | (image.Pixels[size + at] << 8) | image.Pixels[(2 * size) + at];
    }

    public static int Count(DecodedImage image, int color) => Enumerable.Range(0, image.Width * image.Height).Count(i => At(image, i % image.Width, i / image.Width) == color);
}
