using System.Security.Cryptography;
using System.Text;

namespace CnnTools.Core.Datasets;

/// <summary>One split of a dataset, decoded: every image as bytes, in memory or in a mapped file.</summary>
public sealed class ImageSet
{
    private readonly Pixels _pixels;
    private readonly int[]? _positions; // of the images within the pixels; null if all are used in their order
    private string? _contentHash;

    /// <summary>Wraps decoded images in memory.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="split">The split.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="classNames">Class names in label order.</param>
    /// <param name="pixels">Values 0 to 255 in the order image, channel, row, column (NCHW). Not copied.</param>
    /// <param name="labels">A label per image, from 0 to the number of classes less one. Not copied.</param>
    /// <param name="verified">Whether the source matched its published hash, or is made from a seed.</param>
    /// <param name="path">Where the files lie; null if they are generated.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is out of range.</exception>
    public ImageSet(string name, CnnSplit split, int channels, int height, int width, IReadOnlyList<string> classNames, byte[] pixels, int[] labels, bool verified, string? path)
        : this(name, split, channels, height, width, classNames, Datasets.Pixels.InMemory(pixels), labels, verified, path)
    {
    }

    /// <summary>Wraps decoded images.</summary>
    /// <inheritdoc cref="ImageSet(string, CnnSplit, int, int, int, IReadOnlyList{string}, byte[], int[], bool, string?)"/>
    public ImageSet(string name, CnnSplit split, int channels, int height, int width, IReadOnlyList<string> classNames, Pixels pixels, int[] labels, bool verified, string? path)
        : this(name, split, channels, height, width, classNames, pixels, labels, verified, path, null)
    {
        if (pixels.Length != labels.Length * ImageLength)
            throw new ArgumentException($"Expected {labels.Length} x {channels} x {height} x {width} bytes of pixels; found {pixels.Length}.", nameof(pixels));
        foreach (int label in labels)
            if ((uint)label >= (uint)classNames.Count) throw new ArgumentException($"Expected labels in [0, {classNames.Count}); found {label}.", nameof(labels));
    }

    private ImageSet(string name, CnnSplit split, int channels, int height, int width, IReadOnlyList<string> classNames, Pixels pixels, int[] labels, bool verified, string? path, int[]? positions) =>
        (Name, Split, Channels, Height, Width, ClassNames, _pixels, Labels, Verified, Path, _positions) = (name, split, channels, height, width, classNames, pixels, labels, verified, path, positions);

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>The split.</summary>
    public CnnSplit Split { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>1 for gray, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Bytes of one image: channels times height times width.</summary>
    public long ImageLength => (long)Channels * Height * Width;

    /// <summary>Bytes of all images.</summary>
    public long PixelLength => Count * ImageLength;

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>All images in one array: values 0 to 255 in the order image, channel, row, column. Not a copy if they are in an array anyway; use <see
    /// cref="CopyTo"/> for sets that may be large.</summary>
    /// <exception cref="CnnException">They are more than an array holds: id <c>DatasetTooLarge</c>.</exception>
    public byte[] Pixels
    {
        get
        {
            if (_positions is null && _pixels.Array is { } array) return array;
            if (PixelLength > Array.MaxLength) throw new CnnException("DatasetTooLarge", CnnErrorCategory.InvalidArgument, Invariant($"{Name}: expected at most {Array.MaxLength:N0} bytes of pixels; found {PixelLength:N0}."), Name);
            byte[] copy = GC.AllocateUninitializedArray<byte>((int)PixelLength);
            CopyTo(0, copy);
            return copy;
        }
    }

    /// <summary>A label per image.</summary>
    public int[] Labels { get; }

    /// <summary>Whether the source matched its published hash, or is made from a seed.</summary>
    public bool Verified { get; }

    /// <summary>Where the files lie; null if they are generated.</summary>
    public string? Path { get; }

    /// <summary>Full paths of the images' files; null if the images have no files of their own.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Files that were left out because they cannot be read.</summary>
    public int SkippedCount { get; init; }

    /// <summary>Whether the images lie in a file that is mapped into memory rather than in memory.</summary>
    public bool IsMapped => _pixels.Array is null;

    /// <summary>SHA-256, in lower-case hexadecimal, over shape, class names, labels and pixels: the identity of the data whatever file it came from.</summary>
    public string ContentHash
    {
        get => _contentHash ??= ComputeHash();
        internal init => _contentHash = value;
    }

    /// <summary>Copies images out. Can be called by several threads at once.</summary>
    /// <param name="first">Position of the first image, from 0.</param>
    /// <param name="destination">Where the pixels go, channel by channel; as many images as it has room for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many images.</exception>
    public void CopyTo(int first, Span<byte> destination)
    {
        long length = ImageLength;
        int count = (int)(destination.Length / length);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + (long)count, Count, nameof(first));
        if (_positions is null) _pixels.CopyTo(first * length, destination[..(int)(count * length)]);
        else
            for (int i = 0; i < count; i++) _pixels.CopyTo(_positions[first + i] * length, destination.Slice((int)(i * length), (int)length));
    }

    /// <summary>One image's pixels, channel by channel.</summary>
    /// <param name="index">Its position, from 0.</param>
    public byte[] CopyOf(int index)
    {
        byte[] pixels = new byte[ImageLength];
        CopyTo(index, pixels);
        return pixels;
    }

    /// <summary>Some of the images, as a split of their own; pixels are shared.</summary>
    /// <param name="positions">Positions of the images.</param>
    /// <param name="split">What the part is called.</param>
    public ImageSet Subset(int[] positions, CnnSplit split) =>
        new(Name, split, Channels, Height, Width, ClassNames, _pixels, Array.ConvertAll(positions, i => Labels[i]), Verified, Path, Array.ConvertAll(positions, i => _positions?[i] ?? i))
        {
            Files = Files is { } files ? Array.ConvertAll(positions, i => files[i]) : null,
        };

    /// <summary>The split's description as users see it.</summary>
    public CnnDatasetInfo ToInfo() => new()
    {
        Name = Name, Split = Split, Count = Count, Width = Width, Height = Height, Channels = Channels, Classes = ClassNames, Verified = Verified, Path = Path,
    };

    /// <summary>Begins the computation of <see cref="ContentHash"/>; the pixels of all images follow.</summary>
    internal static IncrementalHash BeginHash(int channels, int height, int width, IReadOnlyList<string> classNames, int[] labels)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{labels.Length}x{channels}x{height}x{width}\n{string.Join('\n', classNames)}\n"));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(labels));
        return hash;
    }

    private string ComputeHash()
    {
        using IncrementalHash hash = BeginHash(Channels, Height, Width, ClassNames, Labels);
        if (_positions is null && _pixels.Array is { } array) hash.AppendData(array);
        else
        {
            int count = (int)Math.Clamp((1 << 24) / ImageLength, 1, Math.Max(Count, 1));
            byte[] buffer = new byte[count * ImageLength];
            for (int first = 0; first < Count; first += count)
            {
                Span<byte> part = buffer.AsSpan(0, (int)(Math.Min(count, Count - first) * ImageLength));
                CopyTo(first, part);
                hash.AppendData(part);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
