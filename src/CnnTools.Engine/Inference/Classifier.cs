using System.Runtime.InteropServices;
using CnnTools.Core.Datasets;
using CnnTools.Core.Hardware;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Inference;

/// <summary>A trained model, ready to classify images. Not for use by two threads at once.</summary>
public sealed class Classifier : IDisposable
{
    private readonly CnnModule _module;
    private readonly torch.Device _device;
    // Below this much work a second thread costs more than it brings: its waking is the slowest part of the slowest predictions (bench/results/2026-11-27-torchsharp.md).
    private const long OneThreadFlops = 32_000_000;

    private readonly int _thread;
    private readonly long _flopsPerImage;
    private readonly IDisposable _memory = MemoryTuning.Keep();

    private Classifier(ModelDocument document, CnnModule module, torch.Device device, int thread, bool asTrained)
    {
        (_module, _device, _thread) = (module, device, thread);
        // An evaluation keeps one count for all of its batches.
        _flopsPerImage = asTrained ? long.MaxValue / int.MaxValue : NetworkSummary.Of(document.Network).Sum(static layer => layer.Flops);
        (Path, Network, ClassNames) = (document.Path, document.Network, document.ClassNames);
    }

    /// <summary>Full path of the model's file.</summary>
    public string Path { get; }

    /// <summary>The network.</summary>
    public CnnNetwork Network { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The device it runs on, as users write it.</summary>
    public string Device => DeviceCatalog.Describe(_device);

    /// <summary>Bytes of one image: channels times height times width.</summary>
    public int ImageLength => Network.Channels * Network.Height * Network.Width;

    /// <summary>Reads a model file, checks all of it, and only then makes a live model of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device"><c>Auto</c>, <c>Cpu</c>, <c>Cuda</c> or <c>Cuda:N</c>.</param>
    /// <param name="precision">Number format of the computation.</param>
    /// <param name="thread">CPU threads; null takes one a physical core.</param>
    /// <param name="asTrained">True to run the network layer by layer as it was trained, which gives the numbers that its training gave; false to fold batch normalisation
    /// into the layers beside it, which is faster and differs by rounding.</param>
    /// <exception cref="CnnException">The file is no sound model, or the device is not there.</exception>
    public static Classifier Load(string path, string device = "Auto", CnnPrecision precision = CnnPrecision.Float32, int? thread = null, bool asTrained = false)
    {
        ModelDocument document = ModelDocument.Read(path);
        int count = thread ?? ThreadCount.Default();
        torch.Device opened = DeviceCatalog.Open(DeviceName.Parse(device), precision, count);
        CnnModule module = asTrained
            ? InferenceModule.AsTrained(document.Network, document.Content.Tensors, opened, precision)
            : InferenceModule.Folded(BatchNormFolding.Fold(document.Network, document.Content.Tensors), opened, precision);
        return new Classifier(document, module, opened, count, asTrained);
    }

    /// <summary>Gives the probability of each class for each image.</summary>
    /// <param name="pixels">Values 0 to 255 in the order image, channel, row, column; a whole number of images of the network's size.</param>
    /// <returns>Probabilities, a row of <see cref="ClassNames"/> numbers an image; each row sums to one.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of <see cref="ImageLength"/>.</exception>
    public float[] Probabilities(ReadOnlySpan<byte> pixels) => Run(pixels, static logits => logits.softmax(1));

    /// <summary>Gives the logarithm of each probability, which loses nothing where a probability is very small.</summary>
    /// <inheritdoc cref="Probabilities"/>
    public float[] LogProbabilities(ReadOnlySpan<byte> pixels) => Run(pixels, static logits => logits.log_softmax(1));

    /// <summary>Checks that a dataset's images are of the network's size.</summary>
    /// <param name="images">The dataset.</param>
    /// <exception cref="CnnException">They are not: id <c>DatasetMismatch</c>.</exception>
    public void CheckTakes(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if ((images.Channels, images.Height, images.Width) == (Network.Channels, Network.Height, Network.Width)) return;
        throw new CnnException(
            "DatasetMismatch", CnnErrorCategory.InvalidArgument,
            Invariant($"Model '{Path}' takes images of {Network.Height}x{Network.Width}x{Network.Channels}; dataset {images.Name} has {images.Height}x{images.Width}x{images.Channels}. Name a dataset of the model's size."), images.Name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module.Dispose();
        _memory.Dispose();
    }

    private float[] Run(ReadOnlySpan<byte> pixels, Func<Tensor, Tensor> finish)
    {
        if (pixels.Length % ImageLength != 0)
            throw new ArgumentException($"Expected a multiple of {ImageLength} bytes ({Network.Channels} x {Network.Height} x {Network.Width}); found {pixels.Length}.", nameof(pixels));
        int count = pixels.Length / ImageLength;
        if (count == 0) return [];
        ThreadTuning.SetThreadCount(count * _flopsPerImage < OneThreadFlops ? 1 : _thread);
        using IDisposable noGradient = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = empty([count, Network.Channels, Network.Height, Network.Width], dtype: ScalarType.Byte);
        pixels.CopyTo(batch.bytes);
        Tensor logits = _module.call(Preprocessing.ToInput(batch.to(_device)));
        Tensor result = finish(logits).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(result.bytes).ToArray();
    }
}
