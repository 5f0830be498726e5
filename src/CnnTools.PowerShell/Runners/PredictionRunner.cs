using CnnTools.Core.Datasets;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Output;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Get-CnnPrediction</c> does: take in images as they come, classify them in batches, and emit each image's answers in the order of the
/// images.</summary>
internal sealed class PredictionRunner : IDisposable
{
    private readonly ICommandOutput _output;
    private readonly ProgressDisplay _display;
    private readonly InferenceSession _session;
    private readonly Classifier _classifier;
    private readonly ImagePredictor _predictor;

    /// <summary>Opens the model.</summary>
    /// <param name="output">Where answers go.</param>
    /// <param name="options">How the model is run.</param>
    /// <param name="model">Full path of the model.</param>
    /// <param name="top">Answers an image, at least 1.</param>
    /// <param name="flip">Whether each image's mirror image counts as well.</param>
    /// <param name="batchSize">Images a batch, at least 1.</param>
    /// <exception cref="CnnException">The model is not sound, or the device is not there.</exception>
    public PredictionRunner(ICommandOutput output, CnnInferenceOptions options, string model, int top, bool flip, int batchSize)
    {
        _output = output;
        _display = new ProgressDisplay(output);
        _session = new InferenceSession(options, new InferenceObserver(output, _display));
        _classifier = _session.Open(model);
        _predictor = new ImagePredictor(_classifier, top, flip, batchSize);
    }

    /// <summary>Takes in an image's file; emits what is ready.</summary>
    public void Add(string path) => Emit(_predictor.Add(path));

    /// <summary>Takes in images of a dataset; emits what is ready. A number that no image has is an error of its own.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="index">Positions of the images, from 0; null takes all.</param>
    /// <param name="cancellation">Checked before every image.</param>
    /// <exception cref="CnnException">The dataset cannot be read or does not fit to the model.</exception>
    public void Add(string dataset, CnnSplit split, IReadOnlyList<int>? index, CancellationToken cancellation)
    {
        ImageSet images = _session.Load(_classifier, dataset, split, cancellation);
        _display.Complete();
        foreach (int position in index ?? [.. Enumerable.Range(0, images.Count)])
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Emit(_predictor.Add(images, position));
            }
            catch (CnnException error) when (error.ErrorId == "IndexOutOfRange")
            {
                _output.Error(error);
            }
        }
    }

    /// <summary>Emits what is still waiting.</summary>
    public void Finish() => Emit(_predictor.Flush());

    /// <inheritdoc/>
    public void Dispose() => _classifier.Dispose();

    private void Emit(IEnumerable<ImageOutcome> outcomes)
    {
        foreach (ImageOutcome outcome in outcomes)
        {
            if (outcome.Error is { } error) _output.Error(error);
            foreach (CnnPrediction prediction in outcome.Prediction) _output.Emit(prediction);
        }
    }
}
