using CnnTools.Core.Randomness;

namespace CnnTools.Core.Datasets.Shapes;

/// <summary>
/// <c>Shapes</c>: images of ten figures, 32 × 32 RGB, made in memory from a seed, so that a first training needs no download. A figure's place, size, rotation
/// and colours, the background's colour gradient, a small distractor and noise are drawn for every image from a stream of its own. Colours say nothing about
/// the
/// class and figures are as often darker as lighter than their background, so no weighting of single pixels tells them apart; a small convolutional network
/// does.
/// </summary>
/// <remarks>
/// The same seed gives the same bytes on every platform: only IEEE additions, multiplications, divisions and square roots are used (each correctly rounded by
/// the standard;
/// .NET fuses none of them), no library function whose last bit differs between systems.
/// </remarks>
public static class ShapesDataset
{
    /// <summary>The dataset's name.</summary>
    public const string Name = "Shapes";

    /// <summary>Height and width of an image in pixels.</summary>
    public const int Size = 32;

    /// <summary>Images of the training split, 1,000 a class.</summary>
    public const int TrainCount = 10_000;

    /// <summary>Images of the test split, 200 a class.</summary>
    public const int TestCount = 2_000;

    /// <summary>Class names in label order.</summary>
    public static IReadOnlyList<string> ClassNames => ShapeFigure.Names;

    private const int Channels = 3;

    /// <summary>The test split's images start at this stream, so that the splits share none however many images either has.</summary>
    private const long TestOffset = 1L << 32;

    /// <summary>Makes one split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="seed">The seed; other seeds give other images of the same kind.</param>
    /// <param name="count">Number of images; null takes <see cref="TrainCount"/> or <see cref="TestCount"/>. Classes take turns, so multiples of ten are
    /// balanced.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static ImageSet Create(CnnSplit split, long seed = 0, int? count = null, CancellationToken cancellationToken = default)
    {
        int total = count ?? (split == CnnSplit.Train ? TrainCount : TestCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1, nameof(count));
        long first = split == CnnSplit.Train ? 0 : TestOffset;
        const int ImageBytes = Channels * Size * Size;
        byte[] pixels = GC.AllocateUninitializedArray<byte>(checked(total * ImageBytes));
        int[] labels = new int[total];
        Parallel.For(0, total, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            labels[i] = i % ClassNames.Count;
            var random = RandomStreams.Create(seed, RandomPurpose.Dataset, first + i);
            ShapePainter.Paint(ref random, labels[i], pixels.AsSpan(i * ImageBytes, ImageBytes));
        });
        return new ImageSet(Name, split, Channels, Size, Size, ClassNames, pixels, labels, verified: true, path: null);
    }
}
