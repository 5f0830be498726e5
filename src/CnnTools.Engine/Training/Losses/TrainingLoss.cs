using CnnTools.Engine.Batches.Augmentation;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training.Losses;

/// <summary>
/// The loss that a training minimises: softmax cross-entropy, with a part of each label spread over all classes (Szegedy et al., "Rethinking the Inception
/// Architecture", 2016,
/// arXiv:1512.00567, section 7), with a weight a class, and of mixed images the two labels' losses by their shares. With weights it is the weighted mean, as in
/// PyTorch.
/// </summary>
/// <param name="smoothing">Share of each label that is spread over all classes, in <c>[0, 1)</c>.</param>
/// <param name="classWeights">A weight a class; null where all count the same.</param>
/// <param name="device">Where the scores lie.</param>
internal sealed class TrainingLoss(double smoothing, double[]? classWeights, Device device) : IDisposable
{
    private readonly Tensor? _weights = classWeights is null ? null : Upload(classWeights, device);

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="scores">float32 <c>[N, classes]</c>.</param>
    /// <param name="batch">What was to be learned.</param>
    public Tensor Of(Tensor scores, TrainingBatch batch)
    {
        Tensor own = CrossEntropy(scores, batch.Labels);
        return batch.PartnerLabels is null ? own : own.Times(batch.Share).Plus(CrossEntropy(scores, batch.PartnerLabels).Times(1 - batch.Share));
    }

    public void Dispose() => _weights?.Dispose();

    private static Tensor Upload(double[] weights, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor(Array.ConvertAll(weights, static weight => (float)weight)).to(device).DetachFromDisposeScope();
    }

    private Tensor CrossEntropy(Tensor scores, Tensor labels) => nn.functional.cross_entropy(scores, labels, weight: _weights, label_smoothing: smoothing);
}
