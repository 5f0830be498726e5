using CnnTools.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>
/// Puts a rectangle of another image of the batch into each image; the labels count as much as the pixels of each. Source: Yun et al., "CutMix", 2019
/// (arXiv:1905.04899):
/// the area follows Beta(alpha, alpha), the centre lies anywhere, what reaches over the edge is cut off, and the share is counted afterwards.
/// </summary>
internal static class CutMix
{
    /// <summary>Draws the rectangle of a batch.</summary>
    /// <param name="share">Share of the image that is to stay, in <c>[0, 1]</c>.</param>
    /// <param name="height">Rows of the images.</param>
    /// <param name="width">Columns of the images.</param>
    /// <param name="random">Where the centre is drawn from.</param>
    public static PixelBox Rectangle(double share, int height, int width, ref SplitMix64 random)
    {
        double side = Math.Sqrt(1 - share);
        int tall = (int)(height * side), wide = (int)(width * side);
        int top = random.NextInt32(height) - tall / 2, left = random.NextInt32(width) - wide / 2;
        return new(Math.Clamp(top, 0, height), Math.Clamp(left, 0, width), Math.Clamp(top + tall, 0, height), Math.Clamp(left + wide, 0, width));
    }

    /// <summary>The share of an image's pixels that a rectangle leaves, in <c>[0, 1]</c>.</summary>
    public static double ShareLeft(PixelBox box, int height, int width) => 1 - (double)box.Area / (height * width);

    /// <summary>Puts the rectangle of the partners into the images.</summary>
    /// <param name="own">uint8 <c>[N, C, H, W]</c>.</param>
    /// <param name="partner">The same shape.</param>
    /// <param name="box">The rectangle, the same for all.</param>
    public static Tensor Apply(Tensor own, Tensor partner, PixelBox box)
    {
        int height = (int)own.shape[2], width = (int)own.shape[3];
        var taken = new bool[height * width];
        for (int row = box.Top; row < box.Bottom; row++) taken.AsSpan(row * width + box.Left, box.Right - box.Left).Fill(true);
        return where(tensor(taken).view(1, 1, height, width).to(own.device), partner, own);
    }
}
