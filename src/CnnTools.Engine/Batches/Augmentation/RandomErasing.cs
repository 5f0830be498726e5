using CnnTools.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>
/// Replaces a random rectangle of some images by noise, so that a network does not rest on one part of a thing. Source: Zhong et al., "Random Erasing Data
/// Augmentation", 2020
/// (arXiv:1708.04896): area 2 to 40% of the image, sides at 0.3 to 1/0.3, every pixel a random value (their RE-R, which did best); here wide and tall
/// rectangles are equally
/// likely, as in torchvision.
/// </summary>
internal static class RandomErasing
{
    private const double SmallestArea = 0.02, LargestArea = 0.4, LargestRatio = 1 / 0.3;

    // A rectangle that is drawn too long for the image is drawn again: of a square image one in thirty is, so that so many attempts all but never fail.
    private const int Attempts = 10;

    /// <summary>Draws the rectangles of a batch and fills them with noise.</summary>
    /// <param name="images">uint8 <c>[N, C, H, W]</c>.</param>
    /// <param name="probability">Share of the images that are changed, in <c>[0, 1]</c>.</param>
    /// <param name="random">The step's random numbers.</param>
    /// <returns>uint8 <c>[N, C, H, W]</c>, owned by the current dispose scope.</returns>
    public static Tensor Apply(Tensor images, double probability, SplitMix64 random)
    {
        int count = (int)images.shape[0], channels = (int)images.shape[1], height = (int)images.shape[2], width = (int)images.shape[3];
        var erased = new bool[count * height * width];
        var noise = new byte[count * channels * height * width];
        for (int i = 0; i < count; i++)
        {
            if (random.NextDouble() >= probability || Rectangle(height, width, ref random) is not { } box) continue;
            for (int row = box.Top; row < box.Bottom; row++)
            {
                erased.AsSpan((i * height + row) * width + box.Left, box.Right - box.Left).Fill(true);
                for (int channel = 0; channel < channels; channel++)
                {
                    Span<byte> line = noise.AsSpan(((i * channels + channel) * height + row) * width + box.Left, box.Right - box.Left);
                    for (int column = 0; column < line.Length; column++) line[column] = (byte)(random.NextUInt64() >> 56);
                }
            }
        }

        Tensor filling = empty([count, channels, height, width], dtype: ScalarType.Byte);
        noise.CopyTo(filling.bytes);
        return where(tensor(erased).view(count, 1, height, width).to(images.device), filling.to(images.device), images);
    }

    /// <summary>Draws a rectangle inside an image; null where none fitted.</summary>
    public static PixelBox? Rectangle(int height, int width, ref SplitMix64 random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = (SmallestArea + (LargestArea - SmallestArea) * random.NextDouble()) * height * width;
            double ratio = Math.Pow(LargestRatio, 2 * random.NextDouble() - 1);
            int tall = (int)Math.Round(Math.Sqrt(area * ratio)), wide = (int)Math.Round(Math.Sqrt(area / ratio));
            if (tall < 1 || wide < 1 || tall >= height || wide >= width) continue;
            int top = random.NextInt32(height - tall + 1), left = random.NextInt32(width - wide + 1);
            return new(top, left, top + tall, left + wide);
        }

        return null;
    }
}
