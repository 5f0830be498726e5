using CnnTools.Core.Datasets;
using CnnTools.Core.Images;

namespace CnnTools.Engine.Inference;

/// <summary>What became of one picture: its most probable classes, or why there are none.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Prediction">The most probable classes, first first; empty where it could not be read.</param>
/// <param name="Error">Why it could not be read; null where it was.</param>
public sealed record PictureOutcome(string Path, IReadOnlyList<CnnPrediction> Prediction, CnnException? Error);

/// <summary>
/// Classifies pictures one after the other as they come, in batches under the hood. Pictures of any size and colour mode are brought to the network's input: colours
/// converted, size changed by anti-aliased bilinear interpolation. A broken picture is an outcome of its own; the others go on.
/// </summary>
/// <param name="classifier">The model.</param>
/// <param name="top">How many classes to give for each picture, at least 1.</param>
/// <param name="flip">Whether to average each picture's probabilities with its mirror image's (test-time augmentation).</param>
/// <param name="batchSize">Pictures a batch.</param>
public sealed class PicturePredictor(Classifier classifier, int top = 1, bool flip = false, int batchSize = 32)
{
    private readonly List<Waiting> _waiting = [];

    /// <summary>Takes in a picture file. Its outcome comes from this call or a later one, in order.</summary>
    /// <param name="path">The picture's file.</param>
    /// <returns>The outcomes that are ready.</returns>
    public IEnumerable<PictureOutcome> Add(string path)
    {
        _waiting.Add(new Waiting(path, null, null, null));
        return _waiting.Count >= batchSize ? Flush() : [];
    }

    /// <summary>Takes in a picture of a dataset.</summary>
    /// <param name="images">The dataset; its pictures must have the network's size.</param>
    /// <param name="index">Position of the picture, from 0.</param>
    /// <exception cref="CnnException">There is no such picture (<c>IndexOutOfRange</c>), or the size differs (<c>DatasetMismatch</c>).</exception>
    public IEnumerable<PictureOutcome> Add(ImageSet images, int index)
    {
        ArgumentNullException.ThrowIfNull(images);
        classifier.CheckTakes(images);
        if ((uint)index >= (uint)images.Count)
            throw new CnnException("IndexOutOfRange", CnnErrorCategory.InvalidArgument, $"Dataset {images.Name} has {images.Count} {images.Split} pictures, numbered from 0; found index {index}.", index);
        _waiting.Add(new Waiting(Invariant($"{images.Name}/{images.Split}/{index}"), images.Pixels.AsSpan(index * classifier.PictureLength, classifier.PictureLength).ToArray(), images.ClassNames[images.Labels[index]], null));
        return _waiting.Count >= batchSize ? Flush() : [];
    }

    /// <summary>Classifies what is waiting.</summary>
    /// <returns>The outcomes, in the order the pictures came in.</returns>
    public IReadOnlyList<PictureOutcome> Flush()
    {
        Waiting[] pictures = ReadWaiting();
        byte[][] readable = [.. pictures.Where(static item => item.Pixels is not null).Select(static item => item.Pixels!)];
        float[] probabilities = readable.Length == 0 ? [] : Probabilities(readable);
        int classes = classifier.ClassNames.Count, row = 0;
        var outcomes = new List<PictureOutcome>(pictures.Length);
        foreach ((string path, byte[]? pixels, string? truth, CnnException? error) in pictures)
            outcomes.Add(pixels is null ? new PictureOutcome(path, [], error) : new PictureOutcome(path, Best(path, truth, probabilities.AsSpan(row++ * classes, classes).ToArray()), null));
        _waiting.Clear();
        return outcomes;
    }

    /// <summary>Reads and decodes the pictures that are still files, side by side: decoding is most of the work where pictures are large.</summary>
    private Waiting[] ReadWaiting()
    {
        Waiting[] pictures = [.. _waiting];
        if (pictures.Length == 1) pictures[0] = Read(pictures[0]);
        else Parallel.For(0, pictures.Length, i => pictures[i] = Read(pictures[i]));
        return pictures;
    }

    private Waiting Read(Waiting picture)
    {
        if (picture.Pixels is not null) return picture;
        string path = picture.Path;
        try
        {
            if (classifier.Network.Channels is not (1 or 3))
                throw new CnnException("DatasetMismatch", CnnErrorCategory.InvalidArgument, Invariant($"the model takes pictures of {classifier.Network.Channels} channels; a picture file gives 1 (grey) or 3 (red, green, blue)"), path);
            DecodedImage image = ImageDecoder.Decode(ImageFile.Read(path), classifier.Network.Channels);
            return picture with { Pixels = BilinearResize.Resize(image, classifier.Network.Height, classifier.Network.Width).Pixels };
        }
        catch (CnnException error)
        {
            return picture with { Error = new CnnException(error.ErrorId, error.Category, $"'{path}': {error.Message}", path, error) };
        }
    }

    private float[] Probabilities(byte[][] pictures)
    {
        byte[] batch = new byte[pictures.Length * classifier.PictureLength];
        for (int i = 0; i < pictures.Length; i++) pictures[i].CopyTo(batch, i * classifier.PictureLength);
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

    /// <summary>A picture that waits for its batch: a file until it is read, else its pixels, or why there are none.</summary>
    private sealed record Waiting(string Path, byte[]? Pixels, string? Truth, CnnException? Error);
}
