using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Hardware;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Progress;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Torch;

namespace CnnTools.Engine.Sessions;

/// <summary>Where finished models meet images: what one command opens and reads. The front ends call this. Not for use by two threads at once.</summary>
/// <param name="options">How models are run.</param>
/// <param name="observer">Is told what happens.</param>
public sealed class InferenceSession(CnnInferenceOptions options, IInferenceObserver observer)
{
    private (string Dataset, CnnSplit Split, object Model, ImageSet Images)? _last;

    /// <summary>Reads and checks a model, and gets it ready for predictions. With libtorch, batch normalization is folded where it can be, and evaluations run
    /// the network as it was trained; ONNX Runtime runs one network for both.</summary>
    /// <param name="path">The model's file.</param>
    /// <exception cref="CnnException">The file is no sound model, the device is not there, or an option cannot be used (<c>OptionInvalid</c>).</exception>
    public Classifier Open(string path) => Open(path, asTrained: false);

    /// <summary>Whether models run so need libtorch.</summary>
    /// <param name="options">How models are run.</param>
    /// <exception cref="CnnException">The device or the runtime cannot be used: id <c>DeviceInvalid</c> or <c>OptionInvalid</c>.</exception>
    public static bool NeedsLibTorch(CnnInferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return !Classifier.UsesOnnxRuntime(DeviceName.Parse(options.Device), options.Precision ?? CnnPrecision.Float32, options.Runtime);
    }

    private Classifier Open(string path, bool asTrained)
    {
        if (options.Thread is < 1) throw new CnnException("OptionInvalid", CnnErrorCategory.InvalidArgument, Invariant($"Thread: expected a whole number of at least 1; found {options.Thread}."), options.Thread);
        Classifier classifier = Classifier.Load(path, options.Device, options.Precision ?? CnnPrecision.Float32, options.Thread, options.Runtime, asTrained);
        observer.OnMessage(MessageLevel.Verbose, $"{classifier.Path}: {classifier.Network.Name} on {classifier.Device} with {classifier.Runtime}.");
        return classifier;
    }

    /// <summary>Reads a split as a model takes it. Images of folders and manifests are prepared as in the model's training; built-in datasets keep their size.
    /// The last split read is kept.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="dataset">A dataset's name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="cancellation">Stops a download or the decoding.</param>
    /// <exception cref="CnnException">There is no such dataset or split, it cannot be read, or its images are not of the model's size
    /// (<c>DatasetMismatch</c>).</exception>
    public ImageSet Load(Classifier classifier, string dataset, CnnSplit split, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        if (_last is not { } last || (last.Dataset, last.Split, last.Model) != (dataset, split, Key(classifier)))
        {
            _last = null; // before the next one is in memory as well
            DatasetStore store = new(SplitReader.As(StoreOptions, classifier));
            last = (dataset, split, Key(classifier), SplitReader.Read(store, classifier, dataset, split, cancellation));
            _last = last;
            if (!last.Images.Verified) observer.OnMessage(MessageLevel.Verbose, $"{last.Images.Name}: the files do not have a published checksum; they passed structural checks and are used as they are.");
            if (store.ChooseInput(dataset, ct: cancellation).Preparation is { } preparation) observer.OnMessage(MessageLevel.Verbose, $"{last.Images.Name}: images are prepared to {preparation}, as in the model's training.");
        }

        classifier.CheckTakes(last.Images);
        return last.Images;
    }

    /// <summary>Reads a split without a model, prepared as a training would do it that is given the same size and fit.</summary>
    /// <param name="dataset">A dataset's name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="size">Height and width; null leaves the choice to the images.</param>
    /// <param name="fit">What becomes of an image whose sides have another ratio; null is <see cref="CnnImageFit.Crop"/>.</param>
    /// <param name="cancellation">Stops a download or the decoding.</param>
    /// <exception cref="CnnException">There is no such dataset or split, or it cannot be read.</exception>
    public ImageSet LoadPrepared(string dataset, CnnSplit split, CnnImageSize? size = null, CnnImageFit? fit = null, CancellationToken cancellation = default)
    {
        var store = new DatasetStore(StoreOptions with { ImageSize = size, Fit = fit });
        InputChoice input = store.ChooseInput(dataset, ct: cancellation);
        if (input.Preparation is { } preparation) observer.OnMessage(MessageLevel.Verbose, $"{dataset}: images are prepared to {preparation}: {input.Reason}.");
        return store.Load(dataset, split, cancellation);
    }

    /// <summary>Runs a model over all images of a split.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="dataset">A dataset's name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="CnnException">As for <see cref="Open(string)"/> and <see cref="Load"/>, or the class names are not the model's
    /// (<c>DatasetMismatch</c>).</exception>
    public ModelEvaluation Evaluate(string path, string dataset, CnnSplit split, CancellationToken cancellation = default) => EvaluateImages(path, dataset, split, cancellation).Evaluation;

    /// <summary>As <see cref="Evaluate"/>, with the images. Gates, reports, measurements and grids of mistakes all evaluate here, so that they show the same
    /// figures to the last digit.</summary>
    public (ModelEvaluation Evaluation, ImageSet Images) EvaluateImages(string path, string dataset, CnnSplit split, CancellationToken cancellation = default)
    {
        using Classifier classifier = Open(path, asTrained: true);
        ImageSet images = Load(classifier, dataset, split, cancellation);
        return (ModelEvaluator.Evaluate(classifier, images, done => observer.OnProgress(done, images.Count), cancellation), images);
    }

    /// <summary>Runs a model over all images of a split and gives everything that a gate may ask for.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="dataset">A dataset's name, a folder or a CSV manifest.</param>
    /// <param name="split">The split.</param>
    /// <param name="latency">Whether single images are timed as well.</param>
    /// <param name="cancellation">Checked before every batch.</param>
    /// <exception cref="CnnException">As for <see cref="Evaluate"/>.</exception>
    public (ModelEvaluation Evaluation, ImageSet Images, EvaluationRecord Record) Record(string path, string dataset, CnnSplit split, bool latency = false, CancellationToken cancellation = default)
    {
        (ModelEvaluation evaluation, ImageSet images) = EvaluateImages(path, dataset, split, cancellation);
        CnnLatency? measured = latency ? Time(path, images, cancellation) : null;
        return (evaluation, images, EvaluationRecorder.Record(evaluation, images, ModelDocument.Read(path), measured, TorchRuntime.Version));
    }

    /// <summary>Times single predictions, as <see cref="Open(string)"/> makes them.</summary>
    private CnnLatency Time(string path, ImageSet images, CancellationToken cancellation)
    {
        using Classifier classifier = Open(path, asTrained: false);
        return LatencyProbe.Measure(classifier, images.Subset([.. Enumerable.Range(0, Math.Min(images.Count, LatencyProbe.DefaultWarmup + LatencyProbe.DefaultCount))], images.Split).Pixels, cancellation: cancellation);
    }

    private DatasetStoreOptions StoreOptions => new()
    {
        CacheFolder = options.DatasetCache,
        Offline = options.Offline,
        Progress = observer.OnDataset,
        Message = text => observer.OnMessage(MessageLevel.Information, text),
        Warning = text => observer.OnMessage(MessageLevel.Warning, text),
        SkipBroken = options.SkipBroken,
        MaximumCacheBytes = options.MaxCacheSize ?? DatasetStoreOptions.DefaultMaximumCacheBytes,
    };

    /// <summary>All that the images of a split depend on besides the dataset.</summary>
    private static object Key(Classifier classifier) => (classifier.Preparation, classifier.TestSplit, classifier.ValidationSplit, classifier.Seed, classifier.SkipBroken);
}
