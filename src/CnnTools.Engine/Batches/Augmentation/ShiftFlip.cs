using CnnTools.Core.Randomness;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>
/// Random shifts and mirror images of a whole batch in one gather: each output pixel names the input pixel it takes. Shifts are whole pixels; what comes in
/// from
/// outside repeats the edge, as the <c>nearest</c> fill of Keras' ImageDataGenerator does.
/// </summary>
internal static class ShiftFlip
{
    /// <summary>Draws the changes of a batch's images and applies them.</summary>
    /// <param name="images">uint8 <c>[N, C, H, W]</c>.</param>
    /// <param name="augmentation">Which changes are drawn.</param>
    /// <param name="shiftFraction">Largest shift as a fraction of height and width.</param>
    /// <param name="random">The step's random numbers.</param>
    /// <returns>uint8 <c>[N, C, H, W]</c>, owned by the current dispose scope.</returns>
    public static Tensor Apply(Tensor images, CnnAugmentation augmentation, double shiftFraction, SplitMix64 random)
    {
        int count = (int)images.shape[0], height = (int)images.shape[2], width = (int)images.shape[3];
        int down = augmentation.HasFlag(CnnAugmentation.Shift) ? (int)Math.Round(shiftFraction * height) : 0;
        int right = augmentation.HasFlag(CnnAugmentation.Shift) ? (int)Math.Round(shiftFraction * width) : 0;
        var (dy, dx, mirrored) = (new long[count], new long[count], new bool[count]);
        for (int i = 0; i < count; i++)
        {
            // Three draws an image whatever is switched on, so that switching one change on leaves the others' draws as they were.
            dy[i] = random.NextInt32(2 * down + 1) - down;
            dx[i] = random.NextInt32(2 * right + 1) - right;
            mirrored[i] = random.NextInt32(2) == 1 && augmentation.HasFlag(CnnAugmentation.Flip);
        }

        return Apply(images, dy, dx, mirrored);
    }

    /// <summary>Moves image i down by <c>dy[i]</c> and right by <c>dx[i]</c> pixels, after mirroring it where <c>mirrored[i]</c>.</summary>
    public static Tensor Apply(Tensor images, long[] dy, long[] dx, bool[] mirrored)
    {
        long count = images.shape[0], channels = images.shape[1], height = images.shape[2], width = images.shape[3];
        Device device = images.device;
        Tensor rows = (Arithmetic.Range(height, device).unsqueeze(0) - tensor(dy).to(device).unsqueeze(1)).LimitedTo(0, height - 1);
        Tensor columns = (Arithmetic.Range(width, device).unsqueeze(0) - tensor(dx).to(device).unsqueeze(1)).LimitedTo(0, width - 1);
        columns = where(tensor(mirrored).to(device).unsqueeze(1), columns.Times(-1).AddInPlace(width - 1), columns);
        Tensor source = rows.unsqueeze(2).Times(width).Plus(columns.unsqueeze(1)).view(count, 1, height * width).expand(count, channels, height * width);
        return images.view(count, channels, height * width).gather(2, source).view(count, channels, height, width);
    }
}
