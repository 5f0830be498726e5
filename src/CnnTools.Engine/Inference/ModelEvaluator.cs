using System.Diagnostics;
using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Text;

namespace CnnTools.Engine.Inference;

/// <summary>Runs finished models over splits.</summary>
public static class ModelEvaluator
{
    /// <summary>Runs a model over all images of a split.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="progress">Is told how many images are done; may be null.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="CnnException">The images' shape or class names are not the model's: id <c>DatasetMismatch</c>.</exception>
    public static ModelEvaluation Evaluate(Classifier classifier, ImageSet images, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(images);
        CheckMatch(classifier, images);
        var clock = Stopwatch.StartNew();
        int classes = classifier.ClassNames.Count, top5 = 0;
        var (predicted, confidence) = (new int[images.Count], new double[images.Count]);
        double loss = 0;
        int size = EvaluationBatch.SizeFor(images.Height, images.Width);
        byte[] batch = new byte[Math.Min(size, images.Count) * classifier.ImageLength];
        for (int first = 0; first < images.Count; first += size)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(size, images.Count - first);
            float[] logarithms = classifier.LogProbabilities(Read(images, first, batch.AsSpan(0, count * classifier.ImageLength)));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> row = logarithms.AsSpan(i * classes, classes);
                int truth = images.Labels[first + i];
                predicted[first + i] = IndexOfMaximum(row);
                confidence[first + i] = Math.Exp(row[predicted[first + i]]);
                loss -= row[truth];
                int better = 0;
                foreach (float other in row)
                    if (other > row[truth]) better++;
                if (better < 5) top5++;
            }

            progress?.Invoke(first + count);
        }

        return new ModelEvaluation(classifier.Path, images, predicted, confidence, loss / Math.Max(images.Count, 1), top5, clock.Elapsed.TotalSeconds, classifier.Runtime);
    }

    private static ReadOnlySpan<byte> Read(ImageSet images, int first, Span<byte> batch)
    {
        images.CopyTo(first, batch);
        return batch;
    }

    private static int IndexOfMaximum(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
            if (row[i] > row[best]) best = i;
        return best;
    }

    private static void CheckMatch(Classifier classifier, ImageSet images)
    {
        classifier.CheckTakes(images);
        // Files of earlier versions have names as the system wrote them. The same names in another order would grade every answer against the wrong label.
        if (!images.ClassNames.Select(ComposedText.Of).SequenceEqual(classifier.ClassNames.Select(ComposedText.Of)))
            throw new CnnException("DatasetMismatch", CnnErrorCategory.InvalidArgument, $"The model's classes are {string.Join(", ", classifier.ClassNames.Take(12))}; dataset {images.Name} has {string.Join(", ", images.ClassNames.Take(12))}. They must be the same, in the same order.", images.Name);
        if (images.Count == 0) throw new CnnException("DatasetInvalid", CnnErrorCategory.InvalidData, $"Dataset {images.Name} has no {images.Split} images to evaluate on.", images.Name);
    }
}
