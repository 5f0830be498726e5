using CnnTools.Core.Planning;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Batches;

/// <summary>Sums loss and right answers over an epoch on the device, so that a GPU never waits for the CPU to read a number.</summary>
internal sealed class EpochMeter : IDisposable
{
    private readonly Tensor _loss;
    private readonly Tensor _right;

    public EpochMeter(Device device)
    {
        _loss = zeros([1], dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();
        _right = zeros([1], dtype: ScalarType.Int64, device: device).DetachFromDisposeScope();
    }

    /// <summary>Images taken in since the last reset.</summary>
    public int Count { get; private set; }

    /// <summary>Mean loss so far. Waits for the device.</summary>
    public double Loss => _loss.item<double>() / Math.Max(Count, 1);

    /// <summary>Share right so far, in <c>[0, 1]</c>. Waits for the device.</summary>
    public double Accuracy => (double)_right.item<long>() / Math.Max(Count, 1);

    /// <summary>The sums so far. Waits for the device.</summary>
    public MeterSums Sums => new(_loss.item<double>(), _right.item<long>(), Count);

    /// <summary>Takes in one batch.</summary>
    /// <param name="loss">Mean loss, a float32 scalar.</param>
    /// <param name="logits">Scores <c>[N, classes]</c>.</param>
    /// <param name="labels">int64 <c>[N]</c>.</param>
    public void Add(Tensor loss, Tensor logits, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        int count = (int)labels.shape[0];
        _loss.AddInPlace(loss.detach().to(ScalarType.Float64).Times(count));
        _right.AddInPlace(logits.detach().argmax(1).eq(labels).sum());
        Count += count;
    }

    /// <summary>Begins an epoch, at zero or where an earlier run left off.</summary>
    public void Reset(MeterSums sums = default)
    {
        _loss.FillInPlace(sums.Loss);
        _right.FillInPlace(sums.Right);
        Count = sums.Count;
    }

    public void Dispose()
    {
        _loss.Dispose();
        _right.Dispose();
    }
}
