using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>
/// Adds to each image another one of the batch, both weighted, and mixes their labels alike: the network learns to be as unsure between two classes as the
/// image is.
/// Source: Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018 (arXiv:1710.09412); one share a batch, drawn from Beta(alpha, alpha).
/// </summary>
internal static class Mixup
{
    /// <summary>Mixes two batches.</summary>
    /// <param name="own">float <c>[N, C, H, W]</c>; is changed.</param>
    /// <param name="partner">The same shape.</param>
    /// <param name="share">Share of <paramref name="own"/>, in <c>[0, 1]</c>.</param>
    public static Tensor Apply(Tensor own, Tensor partner, double share) => own.MultiplyInPlace(share).AddInPlace(partner.MultiplyInPlace(1 - share));
}
