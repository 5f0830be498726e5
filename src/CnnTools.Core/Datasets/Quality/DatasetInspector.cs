using System.Security.Cryptography;
using CnnTools.Core.Datasets.Files;
using CnnTools.Core.Images;
using CnnTools.Core.Progress;

namespace CnnTools.Core.Datasets.Quality;

/// <summary>Looks for what spoils a training or makes its test too good: copies across splits, one image under two labels, small and unequal classes, odd
/// sizes, broken files.</summary>
public sealed class DatasetInspector
{
    private const int ChunkSize = 256;

    // Factors from the median beyond which a shape or a size is odd.
    private const double OddRatio = 2, OddSide = 4;

    private readonly DatasetStore _store;
    private readonly int _smallestClass;
    private readonly double _largestRatio;
    private readonly Action<DatasetProgress>? _progress;

    /// <summary>Makes an inspector.</summary>
    /// <param name="store">Where datasets are found.</param>
    /// <param name="smallestClass">Training images below which a class is small.</param>
    /// <param name="largestRatio">Ratio of the largest class to the smallest above which they are unequal.</param>
    /// <param name="progress">Is told how far the reading has come, on the calling thread; may be null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is below 1.</exception>
    public DatasetInspector(DatasetStore store, int smallestClass = 20, double largestRatio = 10, Action<DatasetProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfLessThan(smallestClass, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(largestRatio, 1);
        (_store, _smallestClass, _largestRatio, _progress) = (store, smallestClass, largestRatio, progress);
    }

    /// <summary>Inspects a dataset.</summary>
    /// <param name="nameOrPath">A name, a folder or a CSV manifest.</param>
    /// <param name="cancellation">Checked now and then.</param>
    /// <returns>The findings, by kind; none if nothing was found.</returns>
    /// <exception cref="CnnException">There is no such dataset, or its layout is none.</exception>
    public IReadOnlyList<CnnDatasetFinding> Inspect(string nameOrPath, CancellationToken cancellation = default)
    {
        var broken = new List<CnnDatasetFinding>();
        IReadOnlyList<string> classNames = _store.Describe(nameOrPath, CnnSplit.Train).Classes;
        ImageFingerprint[] images = _store.FilesOf(nameOrPath) is { } files ? OfFiles(files, nameOrPath, broken, cancellation) : OfPixels(nameOrPath, cancellation);
        return
        [
            .. broken, .. Copies(images, classNames, cancellation).OrderBy(static finding => finding.Kind), .. Classes(images, classNames), .. Sizes(images, classNames),
        ];
    }

    private ImageFingerprint[] OfFiles(ImageFileSource source, string name, List<CnnDatasetFinding> broken, CancellationToken cancellation)
    {
        (CnnSplit Split, LabeledImage Image)[] all = [.. Enum.GetValues<CnnSplit>().Where(source.HasSplit).SelectMany(split => source.Images(split).Select(image => (split, image)))];
        var prints = new ImageFingerprint?[all.Length];
        var problems = new CnnException?[all.Length];
        for (int start = 0; start < all.Length; start += ChunkSize)
        {
            cancellation.ThrowIfCancellationRequested();
            _progress?.Invoke(new DatasetProgress($"Inspecting {name}", all[start].Image.Path, start, all.Length));
            Parallel.For(start, Math.Min(start + ChunkSize, all.Length), i =>
            {
                try
                {
                    byte[] encoded = ImageFile.Read(all[i].Image.Path);
                    (int height, int width) = ImageDecoder.ReadSize(encoded);
                    DecodedImage gray = ImagePreparer.Prepare(encoded, new ImagePreparation(1, PerceptualHash.Size, PerceptualHash.Size) { Fit = CnnImageFit.Stretch });
                    prints[i] = ImageFingerprint.Of(all[i].Image.Path, all[i].Split, all[i].Image.Label, Convert.ToHexStringLower(SHA256.HashData(encoded)), height, width, gray);
                }
                catch (CnnException problem) when (problem.ErrorId is "ImageDecodeFailed" or "ImageNotReadable")
                {
                    problems[i] = problem;
                }
            });
        }

        broken.AddRange(problems.Select((problem, i) => (problem, i)).Where(static pair => pair.problem is not null).Select(pair => new CnnDatasetFinding
        {
            Kind = CnnDatasetFindingKind.Broken, Message = pair.problem!.Message, Path = all[pair.i].Image.Path, Paths = [all[pair.i].Image.Path], Labels = [source.ClassNames[all[pair.i].Image.Label]],
        }));
        return [.. prints.OfType<ImageFingerprint>()];
    }

    private ImageFingerprint[] OfPixels(string name, CancellationToken cancellation)
    {
        var prints = new List<ImageFingerprint>();
        foreach (CnnSplit split in Enum.GetValues<CnnSplit>().Where(split => _store.HasSplit(name, split)))
        {
            ImageSet set = _store.Load(name, split, cancellation);
            var ofSplit = new ImageFingerprint[set.Count];
            Parallel.For(0, set.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                byte[] pixels = set.CopyOf(i);
                ofSplit[i] = ImageFingerprint.Of(
                    Invariant($"{set.Name}/{split}/{i}"), split, set.Labels[i], Convert.ToHexStringLower(SHA256.HashData(pixels)), set.Height, set.Width, ToGray(new DecodedImage(set.Channels, set.Height, set.Width, pixels)));
            });
            prints.AddRange(ofSplit);
        }

        return [.. prints];
    }

    private static DecodedImage ToGray(DecodedImage image)
    {
        if (image.Channels == 1) return image;
        uint[] joined = new uint[image.Height * image.Width];
        byte[] gray = new byte[joined.Length];
        PixelPlanes.Join(image.Pixels, joined);
        PixelPlanes.Luma(joined, gray);
        return new DecodedImage(1, image.Height, image.Width, gray);
    }

    private static IEnumerable<CnnDatasetFinding> Copies(ImageFingerprint[] images, IReadOnlyList<string> classNames, CancellationToken cancellation)
    {
        foreach (int[] group in CopyFinder.Groups(images, cancellation))
        {
            ImageFingerprint[] copies = [.. group.Select(i => images[i])];
            bool identical = copies.All(copy => copy.Content == copies[0].Content);
            string same = identical ? "is the same image to the bit" : "looks like the same image";
            string[] labels = [.. copies.Select(copy => classNames[copy.Label]).Distinct()];
            CnnDatasetFinding Found(CnnDatasetFindingKind kind, string message, ImageFingerprint first) =>
                new() { Kind = kind, Message = message, Path = first.Path, Paths = [.. copies.Select(static copy => copy.Path)], Labels = labels, Identical = identical };

            bool conflict = labels.Length > 1, leak = copies.Select(static copy => copy.Split).Distinct().Count() > 1;
            if (conflict) yield return Found(CnnDatasetFindingKind.LabelConflict, $"{copies[0].Path} {same} as {copies.First(copy => copy.Label != copies[0].Label).Path}, but they have the labels {string.Join(", ", labels)}.", copies[0]);
            if (leak)
            {
                ImageFingerprint trained = copies.FirstOrDefault(static copy => copy.Split == CnnSplit.Train) ?? copies[0], other = copies.First(copy => copy.Split != trained.Split);
                yield return Found(CnnDatasetFindingKind.Leak, $"{trained.Path} ({trained.Split}) {same} as {other.Path} ({other.Split}).", trained);
            }

            if (!conflict && !leak) yield return Found(CnnDatasetFindingKind.Duplicate, Invariant($"{copies[^1].Path} {same} as {copies[0].Path}{(copies.Length > 2 ? $" and {copies.Length - 2} more" : "")}."), copies[^1]);
        }
    }

    private IEnumerable<CnnDatasetFinding> Classes(ImageFingerprint[] images, IReadOnlyList<string> classNames)
    {
        int[] counts = new int[classNames.Count];
        foreach (ImageFingerprint image in images.Where(static image => image.Split == CnnSplit.Train)) counts[image.Label]++;
        for (int label = 0; label < counts.Length; label++)
        {
            if (counts[label] >= _smallestClass) continue;
            yield return new() { Kind = CnnDatasetFindingKind.SmallClass, Message = Invariant($"Class {classNames[label]} has {counts[label]} training image{(counts[label] == 1 ? "" : "s")}; {_smallestClass} are few."), Labels = [classNames[label]] };
        }

        (int smallest, int largest) = (Array.IndexOf(counts, counts.Min()), Array.IndexOf(counts, counts.Max()));
        if (counts[largest] > _largestRatio * Math.Max(1, counts[smallest]))
        {
            yield return new()
            {
                Kind = CnnDatasetFindingKind.Imbalance, Labels = [classNames[largest], classNames[smallest]],
                Message = Invariant($"Class {classNames[largest]} has {counts[largest]:N0} training images, class {classNames[smallest]} {counts[smallest]:N0}: more than {_largestRatio:0.##} times as many. Consider ClassWeight Balanced."),
            };
        }
    }

    private static IEnumerable<CnnDatasetFinding> Sizes(ImageFingerprint[] images, IReadOnlyList<string> classNames)
    {
        if (images.Length == 0) yield break;
        double ratio = Median(images.Select(static image => (double)image.Width / image.Height)), side = Median(images.Select(static image => (double)Math.Min(image.Height, image.Width)));
        foreach (ImageFingerprint image in images)
        {
            double ofRatio = (double)image.Width / image.Height / ratio, ofSide = Math.Min(image.Height, image.Width) / side;
            string? odd = ofRatio is > OddRatio or < 1 / OddRatio ? "another shape than most" : ofSide is < 1 / OddSide ? "far smaller than most" : null;
            if (odd is not null) yield return new() { Kind = CnnDatasetFindingKind.OddSize, Message = Invariant($"{image.Path} has {image.Width} x {image.Height} pixels: {odd}."), Path = image.Path, Paths = [image.Path], Labels = [classNames[image.Label]] };
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
