using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Inference;

/// <summary>Runs a model over images without changing it.</summary>
internal static class Evaluator
{
    /// <summary>Computes loss and accuracy in evaluation mode.</summary>
    /// <param name="model">The model; back in its former mode afterwards.</param>
    /// <param name="images">The images.</param>
    /// <param name="positions">Which of them.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    public static EvaluationScore Evaluate(CnnModule model, DeviceImages images, int[] positions, CancellationToken cancellation)
    {
        bool training = model.training;
        model.eval();
        try
        {
            using IDisposable noGradient = no_grad();
            using var meter = new EpochMeter(images.Device);
            int size = EvaluationBatch.SizeFor(images.Height, images.Width);
            for (int first = 0; first < positions.Length; first += size)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                (Tensor batch, Tensor labels) = images.Select(positions.AsSpan(first, Math.Min(size, positions.Length - first)));
                Tensor logits = model.call(Preprocessing.ToInput(batch));
                meter.Add(nn.functional.cross_entropy(logits, labels), logits, labels);
            }

            return new EvaluationScore(meter.Loss, meter.Accuracy, meter.Count);
        }
        finally
        {
            model.train(training);
        }
    }
}
