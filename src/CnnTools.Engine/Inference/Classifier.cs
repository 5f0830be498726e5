using CnnTools.Core.Datasets;
using CnnTools.Core.Hardware;
using CnnTools.Core.Images;
using CnnTools.Core.ModelFiles;

namespace CnnTools.Engine.Inference;

/// <summary>A trained model, ready to classify images. Not for use by two threads at once.</summary>
public sealed class Classifier : IDisposable
{
    private readonly NetworkRunner _runner;

    private Classifier(ModelDocument document, NetworkRunner runner)
    {
        (_runner, Path, Network, ClassNames, Preparation) = (runner, document.Path, document.Network, document.ClassNames, document.Preparation);
        (TestSplit, ValidationSplit, Seed, SkipBroken) = (document.TestSplit, document.ValidationSplit, document.Seed, document.SkipBroken);
    }

    /// <summary>Full path of the model's file.</summary>
    public string Path { get; }

    /// <summary>The network.</summary>
    public CnnNetwork Network { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How image files become the network's input, as they did in its training.</summary>
    public ImagePreparation Preparation { get; }

    /// <summary>The fraction of a folder without a test split that its training held out as one; 0 if it held none out.</summary>
    internal double TestSplit { get; }

    /// <summary>What its training used for validation, as the file says it; null if it does not.</summary>
    internal string? ValidationSplit { get; }

    /// <summary>Whether its training left out image files that cannot be read.</summary>
    internal bool SkipBroken { get; }

    /// <summary>The seed of its training; null if the file does not say.</summary>
    internal long? Seed { get; }

    /// <summary>The device it runs on, as users write it.</summary>
    public string Device => _runner.Device;

    /// <summary>The library that computes and its version, for instance <c>ONNX Runtime 1.31.1</c>.</summary>
    public string Runtime => _runner.Runtime;

    /// <summary>Bytes of one image: channels times height times width.</summary>
    public int ImageLength => Network.Channels * Network.Height * Network.Width;

    /// <summary>Reads a model file, checks all of it, and only then makes a live model of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device"><c>Auto</c>, <c>Cpu</c>, <c>Cuda</c> or <c>Cuda:N</c>.</param>
    /// <param name="precision">Number format of the computation.</param>
    /// <param name="thread">CPU threads; null takes one per physical core.</param>
    /// <param name="runtime">The library that computes.</param>
    /// <param name="asTrained">With libtorch: true to run the network layer by layer as it was trained, which gives the numbers that its training gave; false
    /// to fold batch normalization
    /// into the layers beside it, which is faster and differs by rounding. ONNX Runtime runs one network for both.</param>
    /// <exception cref="CnnException">The file is no sound model, the device is not there, or the runtime cannot compute on it
    /// (<c>OptionInvalid</c>).</exception>
    public static Classifier Load(
        string path, string device = "Auto", CnnPrecision precision = CnnPrecision.Float32, int? thread = null, CnnRuntime runtime = CnnRuntime.Auto, bool asTrained = false)
    {
        DeviceName name = DeviceName.Parse(device);
        bool usesOnnx = UsesOnnxRuntime(name, precision, runtime);
        ModelDocument document = ModelDocument.Read(path);
        int count = thread ?? ThreadCount.Default();
        return new Classifier(document, usesOnnx ? new OnnxRunner(document, count) : new TorchRunner(document, name, precision, count, asTrained));
    }

    /// <summary>Whether ONNX Runtime computes, so that libtorch is not needed.</summary>
    /// <exception cref="CnnException">ONNX Runtime was asked for and cannot compute so: id <c>OptionInvalid</c>.</exception>
    internal static bool UsesOnnxRuntime(DeviceName device, CnnPrecision precision, CnnRuntime runtime)
    {
        bool can = device.Kind != DeviceKind.Cuda && precision == CnnPrecision.Float32;
        if (runtime == CnnRuntime.OnnxRuntime && !can)
            throw new CnnException(
                "OptionInvalid", CnnErrorCategory.InvalidArgument,
                $"Runtime: OnnxRuntime computes on the CPU in Float32; found the device {device} and the precision {precision}. Use the runtime Torch, or leave it out.", runtime);
        return can && runtime != CnnRuntime.Torch;
    }

    /// <summary>Gives the probability of each class for each image.</summary>
    /// <param name="pixels">Values 0 to 255 in the order image, channel, row, column; a whole number of images of the network's size.</param>
    /// <returns>Probabilities, one row of <see cref="ClassNames"/> numbers per image; each row sums to one.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of <see cref="ImageLength"/>.</exception>
    public float[] Probabilities(ReadOnlySpan<byte> pixels)
    {
        float[] rows = Scores(pixels);
        Softmax.Apply(rows, ClassNames.Count);
        return rows;
    }

    /// <summary>Gives the logarithm of each probability, which loses nothing where a probability is very small.</summary>
    /// <inheritdoc cref="Probabilities"/>
    public float[] LogProbabilities(ReadOnlySpan<byte> pixels)
    {
        float[] rows = Scores(pixels);
        Softmax.ApplyLogarithm(rows, ClassNames.Count);
        return rows;
    }

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
    public void Dispose() => _runner.Dispose();

    private float[] Scores(ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length % ImageLength != 0)
            throw new ArgumentException($"Expected a multiple of {ImageLength} bytes ({Network.Channels} x {Network.Height} x {Network.Width}); found {pixels.Length}.", nameof(pixels));
        int count = pixels.Length / ImageLength;
        return count == 0 ? [] : _runner.Scores(pixels, count);
    }
}
