using CnnTools.Core.Images;
using CnnTools.Core.Randomness;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>What augmentation makes of an image.</summary>
public static class AugmentedViews
{
    /// <summary>Draws views of one image with the training's own code, as one batch of a training whose first step has this seed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="count">How many views.</param>
    /// <param name="augmentation">Which changes are drawn.</param>
    /// <param name="shiftFraction">Largest shift as a fraction of the image's size.</param>
    /// <param name="seed">The training's seed.</param>
    /// <exception cref="CnnException">The fraction is out of range: id <c>OptionInvalid</c>; or libtorch is missing.</exception>
    public static IReadOnlyList<DecodedImage> Of(DecodedImage image, int count, CnnAugmentation augmentation, double shiftFraction, long seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (shiftFraction is not (>= 0 and < 1)) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant($"ShiftFraction: expected a fraction in [0, 1); found {shiftFraction}."), shiftFraction);
        TorchRuntime.Load();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = empty([count, image.Channels, image.Height, image.Width], dtype: ScalarType.Byte);
        for (int i = 0; i < count; i++) image.Pixels.CopyTo(batch.bytes[(i * image.Pixels.Length)..]);
        Tensor views = ShiftFlip.Apply(batch, augmentation, shiftFraction, RandomStreams.Create(seed, RandomPurpose.Augmentation)).contiguous();
        return [.. Enumerable.Range(0, count).Select(i => image with { Pixels = views.bytes.Slice(i * image.Pixels.Length, image.Pixels.Length).ToArray() })];
    }
}
