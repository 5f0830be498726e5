using CnnTools.Core.Planning;
using CnnTools.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>Makes what a step trains on out of its images: shift and flip, random erasing, mixup and CutMix, whatever the plan switches on, in this order. A
/// function of seed and step.</summary>
internal static class BatchPreparation
{
    /// <summary>Prepares a batch.</summary>
    /// <param name="plan">The choices.</param>
    /// <param name="images">uint8 <c>[N, C, H, W]</c>.</param>
    /// <param name="labels">int64 <c>[N]</c>.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step over the whole training, from 0.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    public static TrainingBatch Prepare(TrainingPlan plan, Tensor images, Tensor labels, int epoch, long step)
    {
        if (plan.Augmentation != CnnAugmentation.None && epoch >= plan.AugmentationStartEpoch)
            images = ShiftFlip.Apply(images, plan.Augmentation, plan.ShiftFraction, RandomStreams.Create(plan.Seed, RandomPurpose.Augmentation, step));
        if (plan.RandomErasing > 0) images = RandomErasing.Apply(images, plan.RandomErasing, RandomStreams.Create(plan.Seed, RandomPurpose.Erasing, step));
        return Mixing.ToBatch(plan, images, labels, step);
    }
}
