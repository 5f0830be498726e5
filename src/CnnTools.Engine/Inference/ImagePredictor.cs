using CnnTools.Core.Datasets;
using CnnTools.Core.Images;

namespace CnnTools.Engine.Inference;

/// <summary>What became of one image: its most probable classes, or why there are none.</summary>
/// <param name="Path">The image.</param>
/// <param name="Prediction">The most probable classes, first first; empty where it could not be read.</param>
/// <param name="Error">Why it could not be read; null where it was.</param>
public sealed record ImageOutcome(string Path, IReadOnlyList<CnnPrediction> Prediction, CnnException? Error);

/// <summary>
/// Classifies images one after the other as they come, in batches under the hood. Images of any size and colour mode are brought to the network's input:
/// colours
/// converted, size changed by anti-aliased bilinear interpolation. A broken image is an outcome of its own; the others go on.
/// </summary>
/// <param name="classifier">The model.</param>
/// <param name="top">How many classes to give for each image, at least 1.</param>
/// <param name="flip">Whether to average each image's probabilities with its mirror image's (test-time augmentation).</param>
/// <param name="batchSize">Images a batch.</param>
public sealed class ImagePredictor(Classifier classifier, int top = 1, bool flip = false, int batchSize = 32)
{
    private readonly List<Waiting> _waiting = [];

    /// <summary>Takes in an image file. Its outcome comes from this call or a later one, in order.</summary>
    /// <param name="path">The image's file.</param>
    /// <returns>The outcomes that are ready.</returns>
    public IEnumerable<ImageOutcome> Add(string path)
    {
        _waiting.Add(new Waiting(path, null, null, null));
        return _waiting.Count >= batchSize ? Flush() : [];
    }

    /// <summary>Takes in an image of a dataset.</summary>
    /// <param name="images">The dataset; its images must have the network's size.</param>
    /// <param name="index">Position of the image, from 0.</param>
    /// <exception cref="CnnException">There is no such image (<c>IndexOutOfRange</c>), or the size differs (<c>DatasetMismatch</c>).</exception>
    public IEnumerable<ImageOutcome> Add(ImageSet images, int index)
    {
        ArgumentNullException.ThrowIfNull(images);
        classifier.CheckTakes(images);
        if ((uint)index >= (uint)images.Count)
            throw new CnnException("IndexOutOfRange", CnnErrorCategory.InvalidArgument, $"Dataset {images.Name} has {images.Count} {images.Split} images, numbered from 0; found index {index}.", index);
        _waiting.Add(new Waiting(Invariant($"{images.Name}/{images.Split}/{index}"), images.CopyOf(index), images.ClassNames[images.Labels[index]], null));
        return _waiting.Count >= batchSize ? Flush() : [];
    }

    /// <summary>Classifies what is waiting.</summary>
    /// <returns>The outcomes, in the order the images came in.</returns>
    public IReadOnlyList<ImageOutcome> Flush()
    {
        Waiting[] images = ReadWaiting();
        byte[][] readable = [.. images.Where(static item => item.Pixels is not null).Select(static item => item.Pixels!)];
        float[] probabilities = readable.Length == 0 ? [] : Probabilities(readable);
        int classes = classifier.ClassNames.Count, row = 0;
        var outcomes = new List<ImageOutcome>(images.Length);
        foreach ((string path, byte[]? pixels, string? truth, CnnException? error) in images)
            outcomes.Add(pixels is null ? new ImageOutcome(path, [], error) : new ImageOutcome(path, Best(path, truth, probabilities.AsSpan(row++ * classes, classes).ToArray()), null));
        _waiting.Clear();
        return outcomes;
    }

    /// <summary>Reads and decodes the images that are still files, side by side: decoding is most of the work where images are large.</summary>
    private Waiting[] ReadWaiting()
    {
        Waiting[] images = [.. _waiting];
        if (images.Length == 1) images[0] = Read(images[0]);
        else Parallel.For(0, images.Length, i => images[i] = Read(images[i]));
        return images;
    }

    private Waiting Read(Waiting waiting)
    {
        if (waiting.Pixels is not null) return waiting;
        string path = waiting.Path;
        try
        {
            if (classifier.Network.Channels is not (1 or 3))
                throw new CnnException("DatasetMismatch", CnnErrorCategory.InvalidArgument, Invariant($"the model takes images of {classifier.Network.Channels} channels; an image file gives 1 (grey) or 3 (red, green, blue)"), path);
            return waiting with { Pixels = ImagePreparer.Prepare(ImageFile.Read(path), classifier.Preparation).Pixels };
        }
        catch (CnnException error)
        {
            return waiting with { Error = new CnnException(error.ErrorId, error.Category, $"'{path}': {error.Message}", path, error) };
        }
    }

    private float[] Probabilities(byte[][] images)
    {
        byte[] batch = new byte[images.Length * classifier.ImageLength];
        for (int i = 0; i < images.Length; i++) images[i].CopyTo(batch, i * classifier.ImageLength);
        float[] result = classifier.Probabilities(batch);
        if (!flip) return result;
        int width = classifier.Network.Width;
        for (int first = 0; first < batch.Length; first += width) Array.Reverse(batch, first, width);
        float[] mirrored = classifier.Probabilities(batch);
        for (int i = 0; i < result.Length; i++) result[i] = (result[i] + mirrored[i]) / 2;
        return result;
    }

    private CnnPrediction[] Best(string path, string? truth, float[] probabilities) =>
        [.. Enumerable.Range(0, probabilities.Length)
            .OrderByDescending(label => probabilities[label])
            .Take(Math.Max(top, 1))
            .Select((label, rank) => new CnnPrediction { Path = path, Rank = rank + 1, Label = classifier.ClassNames[label], Probability = probabilities[label], TrueLabel = truth })];

    /// <summary>An image that waits for its batch: a file until it is read, else its pixels, or why there are none.</summary>
    private sealed record Waiting(string Path, byte[]? Pixels, string? Truth, CnnException? Error);
}
