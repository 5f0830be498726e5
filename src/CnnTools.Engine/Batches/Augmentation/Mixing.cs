using CnnTools.Core.Planning;
using CnnTools.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>Makes a step's input of its images, mixed with each other where the plan says so: by mixup, by CutMix, or by either with equal chance where both
/// are on (as timm does).</summary>
internal static class Mixing
{
    /// <summary>Makes the input of a step.</summary>
    /// <param name="plan">The choices.</param>
    /// <param name="images">uint8 <c>[N, C, H, W]</c>.</param>
    /// <param name="labels">int64 <c>[N]</c>.</param>
    /// <param name="step">The step over the whole training.</param>
    public static TrainingBatch ToBatch(TrainingPlan plan, Tensor images, Tensor labels, long step)
    {
        if (plan.Mixup == 0 && plan.CutMix == 0) return new(Preprocessing.ToInput(images), labels);
        SplitMix64 random = RandomStreams.Create(plan.Seed, RandomPurpose.Mixing, step);
        bool cut = plan.Mixup == 0 || (plan.CutMix > 0 && random.NextInt32(2) == 1);
        long[] order = [.. Enumerable.Range(0, (int)images.shape[0]).Select(static row => (long)row)];
        random.Shuffle(order.AsSpan());
        double share = BetaDistribution.Sample(cut ? plan.CutMix : plan.Mixup, ref random);

        Tensor rows = tensor(order).to(images.device);
        Tensor partner = images.index_select(0, rows), partnerLabels = labels.index_select(0, rows);
        if (!cut) return new(Mixup.Apply(Preprocessing.ToInput(images), Preprocessing.ToInput(partner), share), labels, partnerLabels, share);
        int height = (int)images.shape[2], width = (int)images.shape[3];
        PixelBox box = CutMix.Rectangle(share, height, width, ref random);
        return new(Preprocessing.ToInput(CutMix.Apply(images, partner, box)), labels, partnerLabels, CutMix.ShareLeft(box, height, width));
    }
}
