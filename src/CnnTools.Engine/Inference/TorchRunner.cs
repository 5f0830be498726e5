using System.Runtime.InteropServices;
using CnnTools.Core.Hardware;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Inference;

/// <summary>Runs a network with libtorch. Not for use by two threads at once.</summary>
internal sealed class TorchRunner : NetworkRunner
{
    // Below this much work a second thread costs more than it brings: waking it is the slowest part of the slowest predictions
    // (bench/results/2026-11-27-torchsharp.md).
    private const long OneThreadFlops = 32_000_000;

    private readonly CnnNetwork _network;
    private readonly CnnModule _module;
    private readonly torch.Device _device;
    private readonly int _thread;
    private readonly long _flopsPerImage;
    private readonly IDisposable _memory = MemoryTuning.Keep();

    /// <summary>Loads libtorch, where it is not loaded yet, and builds the network on the device.</summary>
    /// <param name="document">The model.</param>
    /// <param name="device">The device.</param>
    /// <param name="precision">Number format of convolutions and matrix products.</param>
    /// <param name="thread">CPU threads, at least 1.</param>
    /// <param name="asTrained">Whether the network is run layer by layer, as in training; else batch normalization is folded where it can be.</param>
    /// <exception cref="CnnException">libtorch or the device is not available.</exception>
    public TorchRunner(ModelDocument document, DeviceName device, CnnPrecision precision, int thread, bool asTrained)
    {
        (_network, _thread) = (document.Network, thread);
        _device = DeviceCatalog.Open(device, precision, thread);
        _module = asTrained
            ? InferenceModule.AsTrained(document.Network, document.Content.Tensors, _device, precision)
            : InferenceModule.Folded(BatchNormFolding.Fold(document.Network, document.Content.Tensors), _device, precision);
        // An evaluation keeps one count for all of its batches.
        _flopsPerImage = asTrained ? long.MaxValue / int.MaxValue : NetworkSummary.Of(document.Network).Sum(static layer => layer.Flops);
    }

    /// <inheritdoc/>
    public override string Device => DeviceCatalog.Describe(_device);

    /// <inheritdoc/>
    public override string Runtime => $"libtorch {TorchRuntime.Version}";

    /// <inheritdoc/>
    public override float[] Scores(ReadOnlySpan<byte> pixels, int count)
    {
        ThreadTuning.SetThreadCount(count * _flopsPerImage < OneThreadFlops ? 1 : _thread);
        using IDisposable noGradient = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = empty([count, _network.Channels, _network.Height, _network.Width], dtype: ScalarType.Byte);
        pixels.CopyTo(batch.bytes);
        Tensor scores = _module.call(Preprocessing.ToInput(batch.to(_device))).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(scores.bytes).ToArray();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _module.Dispose();
        _memory.Dispose();
    }
}
