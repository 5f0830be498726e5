using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Sessions;

namespace CnnTools.Engine.Tests.Prediction;

/// <summary>A model from its training over its file to its grades and answers.</summary>
public sealed class TrainedModelTests(SmallModel model) : IClassFixture<SmallModel>
{
    [Fact]
    public void A_saved_model_is_as_good_as_its_training_said()
    {
        CnnEvaluationResult result = SmallModel.Session.Evaluate(model.Path, "Shapes", CnnSplit.Test).ToResult();
        Assert.Equal(model.Result.TestAccuracy, result.Accuracy);
        Assert.Equal(model.Result.TestLoss!.Value, result.Loss, 1e-5);
        Assert.InRange(result.Accuracy, 0.3, 1);
        Assert.InRange(result.Accuracy, result.AccuracyLower, result.AccuracyUpper);
        Assert.InRange(result.Top5Accuracy, result.Accuracy, 1);
        Assert.Equal(2000, result.Count);
    }

    [Fact]
    public void Its_file_says_where_it_comes_from()
    {
        CnnModelInfo info = ModelReader.Describe(model.Path);
        Assert.Equal(("Small", "Shapes", model.Result.TestAccuracy, model.Result.BestEpoch, 5L), (info.Architecture, info.Dataset, info.TestAccuracy, info.Epoch, info.Seed));
        Assert.Equal(NetworkSummary.TotalsOf(SmallModel.Network).Parameter, info.Parameters);
        Assert.Equal(new FileInfo(model.Path).Length, info.Bytes);
        Assert.Equal(10, info.Classes.Count);
    }

    [Fact]
    public void Figures_by_class_add_up()
    {
        ModelEvaluation evaluation = SmallModel.Session.Evaluate(model.Path, "Shapes", CnnSplit.Test);
        CnnConfusionCell[] cells = [.. evaluation.ToConfusionCells()];
        Assert.Equal((100, 2000), (cells.Length, cells.Sum(cell => cell.Count)));
        foreach (CnnClassMetric metric in evaluation.ToClassMetrics())
        {
            Assert.Equal(metric.Support, cells.Where(cell => cell.TrueLabel == metric.Class).Sum(cell => cell.Count));
            Assert.Equal(metric.Recall, cells.Single(cell => cell.TrueLabel == metric.Class && cell.PredictedLabel == metric.Class).Share, 12);
        }

        CnnConfusionCell[] mistakes = [.. evaluation.ToMostConfused()];
        Assert.Equal(2000 - evaluation.Matrix.Right, mistakes.Sum(cell => cell.Count));
        Assert.DoesNotContain(mistakes, cell => cell.TrueLabel == cell.PredictedLabel);
        Assert.Equal(mistakes.Select(cell => cell.Count).OrderDescending(), mistakes.Select(cell => cell.Count));
    }

    [Fact]
    public void A_model_differs_from_itself_nowhere()
    {
        ModelEvaluation evaluation = SmallModel.Session.Evaluate(model.Path, "Shapes", CnnSplit.Test);
        CnnComparison comparison = evaluation.CompareWith(evaluation);
        Assert.Equal((0, 0, 1.0, 0.0, false), (comparison.OnlyModel, comparison.OnlyBaseline, comparison.PValue, comparison.Difference, comparison.Significant));
    }

    [Fact]
    public void Predictions_of_a_dataset_are_those_of_its_evaluation()
    {
        InferenceSession session = SmallModel.Session;
        using Classifier classifier = session.Open(model.Path);
        ImageSet images = session.Load(classifier, "Shapes", CnnSplit.Test);
        ModelEvaluation evaluation = session.Evaluate(model.Path, "Shapes", CnnSplit.Test);
        var predictor = new ImagePredictor(classifier, top: 3, batchSize: 7);
        int[] index = [1999, 0, 42, 41, 40, 39, 38, 37, 36, 35];
        ImageOutcome[] outcomes = [.. index.SelectMany(position => predictor.Add(images, position)), .. predictor.Flush()];

        Assert.Equal(index.Select(position => $"Shapes/Test/{position}"), outcomes.Select(outcome => outcome.Path));
        for (int i = 0; i < index.Length; i++)
        {
            IReadOnlyList<CnnPrediction> best = outcomes[i].Prediction;
            Assert.Equal([1, 2, 3], best.Select(prediction => prediction.Rank));
            Assert.Equal(best.Select(prediction => prediction.Probability).OrderDescending(), best.Select(prediction => prediction.Probability));
            Assert.Equal(classifier.ClassNames[evaluation.PredictedLabels[index[i]]], best[0].Label);
            Assert.Equal(classifier.ClassNames[images.Labels[index[i]]], best[0].TrueLabel);
        }

        Assert.Equal("IndexOutOfRange", Assert.Throws<CnnException>(() => predictor.Add(images, 2000)).ErrorId);
        Assert.Equal("IndexOutOfRange", Assert.Throws<CnnException>(() => predictor.Add(images, -1)).ErrorId);
    }

    [Fact]
    public void Flipping_makes_an_image_and_its_mirror_image_alike()
    {
        using Classifier classifier = SmallModel.Session.Open(model.Path);
        ImageSet images = SmallModel.Session.Load(classifier, "Shapes", CnnSplit.Test);
        byte[] mirrored = images.Pixels.AsSpan(0, 20 * classifier.ImageLength).ToArray();
        for (int row = 0; row < mirrored.Length; row += 32) Array.Reverse(mirrored, row, 32);
        var mirror = new ImageSet("Mirror", CnnSplit.Test, 3, 32, 32, images.ClassNames, mirrored, images.Labels[..20], true, null);

        double[] Answers(ImageSet set, bool flip)
        {
            var predictor = new ImagePredictor(classifier, top: 10, flip);
            ImageOutcome[] outcomes = [.. Enumerable.Range(0, 20).SelectMany(index => predictor.Add(set, index)), .. predictor.Flush()];
            Assert.Equal(20, outcomes.Length);
            return [.. outcomes.SelectMany(outcome => outcome.Prediction.OrderBy(each => each.Label, StringComparer.Ordinal).Select(each => each.Probability))];
        }

        Assert.All(Answers(images, flip: true).Zip(Answers(mirror, flip: true)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Contains(Answers(images, flip: false).Zip(Answers(mirror, flip: false)), pair => Math.Abs(pair.First - pair.Second) > 0.01);
    }

    [Fact]
    public void Other_images_and_other_classes_are_refused()
    {
        using Classifier classifier = SmallModel.Session.Open(model.Path);
        ImageSet images = SmallModel.Session.Load(classifier, "Shapes", CnnSplit.Test);
        var small = new ImageSet("Small", CnnSplit.Test, 3, 16, 16, images.ClassNames, new byte[768], [0], true, null);
        var reordered = new ImageSet("Reordered", CnnSplit.Test, 3, 32, 32, [.. images.ClassNames.Reverse()], new byte[3072], [0], true, null);
        Assert.Equal("DatasetMismatch", Assert.Throws<CnnException>(() => ModelEvaluator.Evaluate(classifier, small)).ErrorId);
        Assert.Equal("DatasetMismatch", Assert.Throws<CnnException>(() => ModelEvaluator.Evaluate(classifier, reordered)).ErrorId);
        Assert.Equal("DatasetMismatch", Assert.Throws<CnnException>(() => new ImagePredictor(classifier).Add(small, 0)).ErrorId);
    }

    [Fact]
    public void An_evaluation_stops_when_told_to()
    {
        using Classifier classifier = SmallModel.Session.Open(model.Path);
        ImageSet images = SmallModel.Session.Load(classifier, "Shapes", CnnSplit.Test);
        using var cancel = new CancellationTokenSource();
        var seen = new List<int>();
        Assert.Throws<OperationCanceledException>(() => ModelEvaluator.Evaluate(
            classifier, images,
            done =>
            {
                seen.Add(done);
                cancel.Cancel();
            },
            cancel.Token));
        Assert.Single(seen);
    }

    [Fact]
    public void A_thread_count_of_nothing_is_refused() =>
        Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => new InferenceSession(new CnnInferenceOptions { Thread = 0 }, null!).Open(model.Path)).ErrorId);
}
