using System.Runtime.InteropServices;
using CnnTools.Core.Datasets;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches;

/// <summary>
/// A split, ready for batches. One that fits is on the device: one uint8 tensor of all images, and a batch is a selection of rows. A large one stays in its
/// mapped file, and a batch is read from there: what the
/// system keeps of the file in memory, it takes from what is free. Batches are the same to the bit.
/// </summary>
internal sealed class DeviceImages : IDisposable
{
    /// <summary>Sets of more bytes stay in their file.</summary>
    public const long LargestUpload = 1L << 30;

    // Fewer bytes are copied faster by one thread.
    private const int ParallelFrom = 1 << 20;

    private readonly Tensor? _pixels;
    private readonly ImageSet? _file;
    private readonly Tensor _labels;

    private DeviceImages(Tensor? pixels, ImageSet? file, Tensor labels, Device device, ImageSet set) =>
        (_pixels, _file, _labels, Device, Height, Width) = (pixels, file, labels, device, set.Height, set.Width);

    /// <summary>Where the tensors lie.</summary>
    public Device Device { get; }

    /// <summary>Height of an image in pixels.</summary>
    public int Height { get; }

    /// <summary>Width of an image in pixels.</summary>
    public int Width { get; }

    /// <summary>Number of images.</summary>
    public int Count => (int)_labels.shape[0];

    /// <summary>Copies a decoded split to the device, or keeps it in its file if it is large.</summary>
    /// <param name="set">The split.</param>
    /// <param name="device">The device.</param>
    /// <param name="largestUpload">Mapped sets of more bytes stay where they are.</param>
    public static DeviceImages Upload(ImageSet set, Device device, long largestUpload = LargestUpload)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor labels = tensor(Array.ConvertAll(set.Labels, static label => (long)label)).to(device).DetachFromDisposeScope();
        if (set.IsMapped && set.PixelLength > largestUpload) return new DeviceImages(null, set, labels, device, set);
        Tensor pixels = empty([set.Count, set.Channels, set.Height, set.Width], dtype: ScalarType.Byte);
        set.CopyTo(0, pixels.bytes);
        // Channels innermost, as networks want them: a batch then need not be laid out anew at every step.
        return new DeviceImages(pixels.to(device).ToChannelsLast().DetachFromDisposeScope(), null, labels, device, set);
    }

    /// <summary>Selects images.</summary>
    /// <param name="positions">Positions of the images.</param>
    /// <returns>Pixels as uint8 <c>[N, C, H, W]</c> and labels as int64 <c>[N]</c>, owned by the current dispose scope.</returns>
    public (Tensor Pixels, Tensor Labels) Select(ReadOnlySpan<int> positions)
    {
        var index = new long[positions.Length];
        for (int i = 0; i < index.Length; i++) index[i] = positions[i];
        Tensor rows = tensor(index).to(Device);
        return (_pixels is not null ? _pixels.index_select(0, rows) : Read(_file!, positions).to(Device), _labels.index_select(0, rows));
    }

    private static Tensor Read(ImageSet file, ReadOnlySpan<int> positions)
    {
        Tensor batch = empty([positions.Length, file.Channels, file.Height, file.Width], dtype: ScalarType.Byte);
        int length = (int)file.ImageLength;
        if ((long)positions.Length * length < ParallelFrom)
        {
            for (int i = 0; i < positions.Length; i++) file.CopyTo(positions[i], batch.bytes.Slice(i * length, length));
        }
        else
        {
            // Pages that are not in memory are waited for side by side.
            int[] wanted = positions.ToArray();
            Parallel.For(0, wanted.Length, i => file.CopyTo(wanted[i], batch.bytes.Slice(i * length, length)));
        }

        return batch;
    }

    /// <summary>Counts the images of each class.</summary>
    /// <param name="positions">Which images.</param>
    /// <param name="classCount">Number of classes.</param>
    public int[] CountLabels(ReadOnlySpan<int> positions, int classCount)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<long> labels = MemoryMarshal.Cast<byte, long>(_labels.cpu().bytes);
        var counts = new int[classCount];
        foreach (int position in positions) counts[labels[position]]++;
        return counts;
    }

    public void Dispose()
    {
        _pixels?.Dispose();
        _labels.Dispose();
    }
}
