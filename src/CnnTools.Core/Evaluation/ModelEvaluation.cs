using CnnTools.Core.Datasets;
using CnnTools.Core.Statistics;

namespace CnnTools.Core.Evaluation;

/// <summary>A model's answers to all images of a split, and the figures that follow from them.</summary>
public sealed class ModelEvaluation
{
    /// <summary>Takes in a model's answers to all images of a split.</summary>
    /// <param name="model">Full path of the model.</param>
    /// <param name="images">The images.</param>
    /// <param name="predicted">The label given to each.</param>
    /// <param name="confidence">The probability given to that label.</param>
    /// <param name="loss">Mean cross-entropy in nats.</param>
    /// <param name="top5">Images whose true class is among the five most probable.</param>
    /// <param name="seconds">Seconds it took.</param>
    /// <param name="runtime">The library that computed, with its version.</param>
    internal ModelEvaluation(string model, ImageSet images, int[] predicted, double[] confidence, double loss, int top5, double seconds, string runtime)
    {
        Runtime = runtime;
        (Model, Dataset, Split, ClassNames) = (model, images.Name, images.Split, images.ClassNames);
        (Truth, Predicted, Confidence, Loss, Top5, Seconds) = (images.Labels, predicted, confidence, loss, top5, seconds);
        Matrix = new ConfusionMatrix(Truth, predicted, ClassNames.Count);
    }

    /// <summary>Full path of the model.</summary>
    public string Model { get; }

    /// <summary>The library that computed and its version, for instance <c>ONNX Runtime 1.31.1</c>.</summary>
    public string Runtime { get; }

    /// <summary>The dataset's name.</summary>
    public string Dataset { get; }

    /// <summary>The split.</summary>
    public CnnSplit Split { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>True labels.</summary>
    public IReadOnlyList<int> TrueLabels => Truth;

    /// <summary>Predicted labels.</summary>
    public IReadOnlyList<int> PredictedLabels => Predicted;

    /// <summary>The probability that the model gave each of its answers, in <c>[0, 1]</c>.</summary>
    public IReadOnlyList<double> Confidences => Confidence;

    /// <summary>Positions of the images it got wrong, those first that it was surest of.</summary>
    public IEnumerable<int> MostConfidentMistakes() => Enumerable.Range(0, Truth.Length).Where(i => Truth[i] != Predicted[i]).OrderByDescending(i => Confidence[i]);

    /// <summary>How often each class was taken for each class.</summary>
    public ConfusionMatrix Matrix { get; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public double Loss { get; }

    private int[] Truth { get; }

    private int[] Predicted { get; }

    /// <summary>The probability given to each predicted label, in <c>[0, 1]</c>.</summary>
    internal double[] Confidence { get; }

    private int Top5 { get; }

    private double Seconds { get; }

    /// <summary>The summary that users see.</summary>
    public CnnEvaluationResult ToResult()
    {
        ClassificationReport report = ClassificationReport.Of(Matrix);
        WilsonInterval interval = WilsonInterval.Of(Matrix.Right, Matrix.Total);
        return new CnnEvaluationResult
        {
            Model = Model,
            Runtime = Runtime,
            Dataset = Dataset,
            Split = Split,
            Count = Matrix.Total,
            Loss = Loss,
            Accuracy = report.Accuracy,
            AccuracyLower = interval.Lower,
            AccuracyUpper = interval.Upper,
            Top5Accuracy = (double)Top5 / Matrix.Total,
            MacroPrecision = report.MacroAverage.Precision,
            MacroRecall = report.MacroAverage.Recall,
            MacroF1 = report.MacroAverage.F1,
            WeightedPrecision = report.WeightedAverage.Precision,
            WeightedRecall = report.WeightedAverage.Recall,
            WeightedF1 = report.WeightedAverage.F1,
            CalibrationError = CalibrationError.Expected(Confidence, ToCorrectness()),
            Seconds = Seconds,
        };
    }

    /// <summary>Whether each image was classified correctly.</summary>
    public bool[] ToCorrectness() => [.. Truth.Zip(Predicted, static (truth, predicted) => truth == predicted)];

    /// <summary>Precision, recall, F1 and support by class.</summary>
    public IEnumerable<CnnClassMetric> ToClassMetrics() => ClassificationReport.Of(Matrix).Class.Select((score, label) => new CnnClassMetric
    {
        Class = ClassNames[label], Precision = score.Precision, Recall = score.Recall, F1 = score.F1, Support = score.Support,
    });

    /// <summary>The confusion matrix, row by row, cells without images included.</summary>
    public IEnumerable<CnnConfusionCell> ToConfusionCells() =>
        from truth in Enumerable.Range(0, ClassNames.Count)
        from predicted in Enumerable.Range(0, ClassNames.Count)
        select Cell(truth, predicted);

    /// <summary>The mistakes, most frequent first.</summary>
    public IEnumerable<CnnConfusionCell> ToMostConfused() => Matrix.MostConfused().Select(pair => Cell(pair.Truth, pair.Predicted));

    /// <summary>Compares this model with another on the same images.</summary>
    /// <exception cref="CnnException">The two were not evaluated on the same images: id <c>DatasetMismatch</c>.</exception>
    public CnnComparison CompareWith(ModelEvaluation baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        if (!Truth.AsSpan().SequenceEqual(baseline.Truth))
            throw new CnnException("DatasetMismatch", CnnErrorCategory.InvalidArgument, $"Expected both models on the same images; found {Dataset} {Split} ({Truth.Length}) and {baseline.Dataset} {baseline.Split} ({baseline.Truth.Length}).", Dataset);
        int onlyThis = 0, onlyBaseline = 0;
        for (int i = 0; i < Truth.Length; i++)
        {
            bool mine = Predicted[i] == Truth[i], theirs = baseline.Predicted[i] == Truth[i];
            if (mine && !theirs) onlyThis++;
            if (theirs && !mine) onlyBaseline++;
        }

        return new CnnComparison
        {
            Model = Model, Baseline = baseline.Model, Dataset = Dataset, Split = Split, Count = Truth.Length,
            Accuracy = (double)Matrix.Right / Matrix.Total, BaselineAccuracy = (double)baseline.Matrix.Right / baseline.Matrix.Total,
            OnlyModel = onlyThis, OnlyBaseline = onlyBaseline, PValue = McNemarTest.TwoSided(onlyThis, onlyBaseline),
        };
    }

    private CnnConfusionCell Cell(int truth, int predicted)
    {
        int support = Matrix.TrueCount(truth);
        return new CnnConfusionCell { TrueLabel = ClassNames[truth], PredictedLabel = ClassNames[predicted], Count = Matrix[truth, predicted], Share = support == 0 ? 0 : (double)Matrix[truth, predicted] / support };
    }
}
