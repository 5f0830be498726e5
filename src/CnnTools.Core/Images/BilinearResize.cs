namespace CnnTools.Core.Images;

/// <summary>
/// Changes an image's size with a triangle filter that widens with the reduction, so that every source pixel counts (anti-aliasing). The results are Pillow's
/// (<c>Image.resize(size, BILINEAR)</c>): rows first, then columns, each rounded to bytes, with weights in fixed point.
/// </summary>
public static class BilinearResize
{
    // Fixed-point weights have 22 bits after the point: 8 bits of pixel, 2 bits of head-room for the sum, 22 bits of weight fill 32 bits.
    private const int FractionBits = 22;

    /// <summary>Resizes an image; the sides' ratio may change.</summary>
    /// <param name="image">The image.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <returns>The image itself where it has that size already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static DecodedImage Resize(DecodedImage image, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (image.Height == height && image.Width == width) return image;
        byte[] pixels = image.Pixels;
        if (image.Width != width) pixels = ResizeRows(pixels, image.Channels * image.Height, image.Width, width);
        if (image.Height != height) pixels = ResizeColumns(pixels, image.Channels, image.Height, height, width);
        return new DecodedImage(image.Channels, height, width, pixels);
    }

    private static byte[] ResizeRows(byte[] source, int rows, int sourceWidth, int width)
    {
        var windows = Windows(sourceWidth, width);
        byte[] result = new byte[rows * width];
        for (int row = 0; row < rows; row++)
        for (int x = 0; x < width; x++)
        {
            var (first, weights) = windows[x];
            int sum = 1 << (FractionBits - 1);
            for (int i = 0; i < weights.Length; i++) sum += source[row * sourceWidth + first + i] * weights[i];
            result[row * width + x] = ToByte(sum);
        }
        return result;
    }

    private static byte[] ResizeColumns(byte[] source, int channels, int sourceHeight, int height, int width)
    {
        var windows = Windows(sourceHeight, height);
        byte[] result = new byte[channels * height * width];
        for (int channel = 0; channel < channels; channel++)
        for (int y = 0; y < height; y++)
        {
            var (first, weights) = windows[y];
            for (int x = 0; x < width; x++)
            {
                int sum = 1 << (FractionBits - 1);
                for (int i = 0; i < weights.Length; i++) sum += source[(channel * sourceHeight + first + i) * width + x] * weights[i];
                result[(channel * height + y) * width + x] = ToByte(sum);
            }
        }
        return result;
    }

    /// <summary>For every new position the first source position that counts and the weights from there on, which sum to one.</summary>
    private static (int First, int[] Weights)[] Windows(int sourceSize, int size)
    {
        double scale = (double)sourceSize / size, support = Math.Max(scale, 1);
        var windows = new (int, int[])[size];
        for (int position = 0; position < size; position++)
        {
            double centre = (position + 0.5) * scale;
            int first = Math.Max((int)(centre - support + 0.5), 0), end = Math.Min((int)(centre + support + 0.5), sourceSize);
            double[] weights = new double[end - first];
            double sum = 0;
            for (int i = 0; i < weights.Length; i++) sum += weights[i] = Math.Max(0, 1 - Math.Abs((first + i - centre + 0.5) / support));
            windows[position] = (first, Array.ConvertAll(weights, weight => (int)(weight / sum * (1 << FractionBits) + 0.5)));
        }
        return windows;
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, 255);
}
