using System.Security.Cryptography;
using System.Text;

namespace CnnTools.Core.Datasets;

/// <summary>One split of a dataset, decoded: every image as bytes, all in one array.</summary>
public sealed class ImageSet
{
    private string? _contentHash;

    /// <summary>Wraps decoded images.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="split">The split.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="classNames">Class names in label order.</param>
    /// <param name="pixels">Values 0 to 255 in the order image, channel, row, column (NCHW). Not copied.</param>
    /// <param name="labels">A label an image, from 0 to the number of classes less one. Not copied.</param>
    /// <param name="verified">Whether the source matched its published hash, or is made from a seed.</param>
    /// <param name="path">Where the files lie; null where they are generated.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is out of range.</exception>
    public ImageSet(string name, CnnSplit split, int channels, int height, int width, IReadOnlyList<string> classNames, byte[] pixels, int[] labels, bool verified, string? path)
    {
        if (pixels.LongLength != (long)labels.Length * channels * height * width)
            throw new ArgumentException($"Expected {labels.Length} x {channels} x {height} x {width} bytes of pixels; found {pixels.LongLength}.", nameof(pixels));
        foreach (int label in labels)
            if ((uint)label >= (uint)classNames.Count) throw new ArgumentException($"Expected labels in [0, {classNames.Count}); found {label}.", nameof(labels));
        (Name, Split, Channels, Height, Width, ClassNames, Pixels, Labels, Verified, Path) = (name, split, channels, height, width, classNames, pixels, labels, verified, path);
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>The split.</summary>
    public CnnSplit Split { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Values 0 to 255 in the order image, channel, row, column.</summary>
    public byte[] Pixels { get; }

    /// <summary>A label an image.</summary>
    public int[] Labels { get; }

    /// <summary>Whether the source matched its published hash, or is made from a seed.</summary>
    public bool Verified { get; }

    /// <summary>Where the files lie; null where they are generated.</summary>
    public string? Path { get; }

    /// <summary>SHA-256, in lower-case hexadecimal, over shape, class names, labels and pixels: the identity of the data whatever file it came from.</summary>
    public string ContentHash => _contentHash ??= ComputeHash();

    /// <summary>The split's description as users see it.</summary>
    public CnnDatasetInfo ToInfo() => new()
    {
        Name = Name, Split = Split, Count = Count, Width = Width, Height = Height, Channels = Channels, Classes = ClassNames, Verified = Verified, Path = Path,
    };

    private string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Count}x{Channels}x{Height}x{Width}\n{string.Join('\n', ClassNames)}\n"));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(Labels));
        hash.AppendData(Pixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
