using static TorchSharp.torch;

namespace CnnTools.Engine.Batches.Augmentation;

/// <summary>What a step trains on.</summary>
/// <param name="Input">Images as the network takes them: float32 <c>[N, C, H, W]</c>.</param>
/// <param name="Labels">int64 <c>[N]</c>.</param>
/// <param name="PartnerLabels">Labels of the images mixed in, int64 <c>[N]</c>; null where nothing is.</param>
/// <param name="Share">Share of <paramref name="Labels"/> in what is to be learned, in <c>[0, 1]</c>; the rest is the partners'.</param>
internal readonly record struct TrainingBatch(Tensor Input, Tensor Labels, Tensor? PartnerLabels = null, double Share = 1)
{
    /// <summary>The labels of the larger share: what counts as the right answer.</summary>
    public Tensor MainLabels => PartnerLabels is null || Share >= 0.5 ? Labels : PartnerLabels;
}
