using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;

namespace CnnTools.Core.Reports.Data;

/// <summary>A model's answers to the images of a split, with the images.</summary>
internal sealed class ReportEvaluation
{
    /// <summary>Bins of the reliability diagram: fewer than the error's 15, so that each holds enough images to be read.</summary>
    public const int ReliabilityBin = 10;

    private readonly ModelEvaluation _answers;

    /// <summary>Takes in the answers.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="images">The images they are to.</param>
    /// <exception cref="ArgumentException">There are not as many answers as images.</exception>
    public ReportEvaluation(ModelEvaluation answers, ImageSet images)
    {
        if (answers.TrueLabels.Count != images.Count) throw new ArgumentException($"Expected answers to {images.Count} images; found {answers.TrueLabels.Count}.", nameof(answers));
        (_answers, Images, Result) = (answers, images, answers.ToResult());
    }

    /// <summary>The images.</summary>
    public ImageSet Images { get; }

    /// <summary>The figures.</summary>
    public CnnEvaluationResult Result { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> ClassNames => _answers.ClassNames;

    /// <summary>How often each class was taken for each class.</summary>
    public ConfusionMatrix Matrix => _answers.Matrix;

    /// <summary>The mistakes, most confident first.</summary>
    public IEnumerable<Answer> Mistakes() => Answers().Where(static answer => answer.Truth != answer.Predicted).OrderByDescending(static answer => answer.Confidence).ThenBy(static answer => answer.Index);

    /// <summary>The images of one class that were taken for another, most confident first.</summary>
    public IEnumerable<Answer> Confused(int truth, int predicted) => Mistakes().Where(answer => answer.Truth == truth && answer.Predicted == predicted);

    /// <summary>The first images of each class, class by class, as many as fit.</summary>
    /// <param name="total">How many images at most.</param>
    public IEnumerable<Answer> Samples(int total)
    {
        int each = Math.Max(1, Math.Min(8, total / Math.Max(1, ClassNames.Count)));
        return Answers().GroupBy(static answer => answer.Truth).OrderBy(static group => group.Key).SelectMany(group => group.Take(each)).Take(total);
    }

    /// <summary>How often answers of each confidence are right.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability() => CalibrationError.Bins(_answers.Confidence, _answers.ToCorrectness(), ReliabilityBin);

    /// <summary>Compares with another model's answers; null where they are not to the same images.</summary>
    public CnnComparison? CompareWith(ReportEvaluation baseline) => Images.ContentHash == baseline.Images.ContentHash ? _answers.CompareWith(baseline._answers) : null;

    private IEnumerable<Answer> Answers() =>
        Enumerable.Range(0, Images.Count).Select(index => new Answer(index, _answers.TrueLabels[index], _answers.PredictedLabels[index], _answers.Confidence[index]));
}

/// <summary>One answer.</summary>
/// <param name="Index">The image's position in its split.</param>
/// <param name="Truth">Its true label.</param>
/// <param name="Predicted">The label it was given.</param>
/// <param name="Confidence">The probability given to that label.</param>
internal readonly record struct Answer(int Index, int Truth, int Predicted, double Confidence);
