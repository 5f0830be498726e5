using System.Runtime.InteropServices;
using CnnTools.Core.Datasets;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches;

/// <summary>A split on the device: one uint8 tensor of all images, one int64 tensor of all labels. A batch is a selection of rows.</summary>
internal sealed class DeviceImages : IDisposable
{
    private readonly Tensor _pixels;
    private readonly Tensor _labels;

    private DeviceImages(Tensor pixels, Tensor labels, Device device) => (_pixels, _labels, Device) = (pixels, labels, device);

    /// <summary>Where the tensors lie.</summary>
    public Device Device { get; }

    /// <summary>Number of images.</summary>
    public int Count => (int)_labels.shape[0];

    /// <summary>Copies a decoded split to the device.</summary>
    public static DeviceImages Upload(ImageSet set, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = empty([set.Count, set.Channels, set.Height, set.Width], dtype: ScalarType.Byte);
        set.Pixels.CopyTo(pixels.bytes);
        Tensor labels = tensor(Array.ConvertAll(set.Labels, static label => (long)label));
        // Channels innermost, as networks want them: a batch then need not be laid out anew at every step.
        return new DeviceImages(pixels.to(device).ToChannelsLast().DetachFromDisposeScope(), labels.to(device).DetachFromDisposeScope(), device);
    }

    /// <summary>Selects images.</summary>
    /// <param name="positions">Positions of the images.</param>
    /// <returns>Pixels as uint8 <c>[N, C, H, W]</c> and labels as int64 <c>[N]</c>, owned by the current dispose scope.</returns>
    public (Tensor Pixels, Tensor Labels) Select(ReadOnlySpan<int> positions)
    {
        var index = new long[positions.Length];
        for (int i = 0; i < index.Length; i++) index[i] = positions[i];
        Tensor rows = tensor(index).to(Device);
        return (_pixels.index_select(0, rows), _labels.index_select(0, rows));
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
        _pixels.Dispose();
        _labels.Dispose();
    }
}
