using CnnTools.Core.Charts;
using CnnTools.Core.Datasets;
using CnnTools.Core.Evaluation;
using CnnTools.Core.Images;
using CnnTools.Core.Randomness;
using CnnTools.Engine.Batches.Augmentation;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Tests.Prediction;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Images;

public sealed class ImageTilesTests(SmallModel model) : IClassFixture<SmallModel>
{
    [Fact]
    public void Samples_have_the_classes_of_their_positions()
    {
        ImageSet images = SmallModel.Session.LoadPrepared("Shapes", CnnSplit.Test);
        IReadOnlyList<ImageTile> tiles = ImageTiles.OfDataset(images, [5, 0]);
        Assert.Equal([images.ClassNames[images.Labels[5]], "Test 5"], tiles[0].Caption.Select(line => line.Text));
        Assert.Equal(images.Pixels.AsSpan(5 * 3072, 3072).ToArray(), tiles[0].Image.Pixels);
        Assert.Equal("IndexOutOfRange", Assert.Throws<CnnException>(() => ImageTiles.OfDataset(images, [2000])).ErrorId);
    }

    [Fact]
    public void Random_samples_depend_on_their_seed_alone()
    {
        Assert.Equal([0, 1, 2], SampleChoice.Of(100, 3, null));
        Assert.Equal(SampleChoice.Of(100, 9, 7), SampleChoice.Of(100, 9, 7));
        Assert.NotEqual(SampleChoice.Of(100, 9, 7), SampleChoice.Of(100, 9, 8));
        Assert.Equal(100, SampleChoice.Of(100, 1000, 7).Distinct().Count());
    }

    [Fact]
    public void Mistakes_are_wrong_and_the_surest_come_first()
    {
        using Classifier classifier = SmallModel.Session.Open(model.Path);
        ImageSet images = SmallModel.Session.Load(classifier, "Shapes", CnnSplit.Test);
        ModelEvaluation evaluation = ModelEvaluator.Evaluate(classifier, images);
        int[] mistakes = [.. evaluation.MostConfidentMistakes()];
        Assert.Equal(2000 - evaluation.Matrix.Right, mistakes.Length);
        Assert.All(mistakes, i => Assert.NotEqual(evaluation.TrueLabels[i], evaluation.PredictedLabels[i]));
        Assert.Equal(mistakes.Select(i => evaluation.Confidences[i]).OrderDescending(), mistakes.Select(i => evaluation.Confidences[i]));

        ImageTile first = ImageTiles.OfMistakes(evaluation, images, 4)[0];
        Assert.Equal($"true: {images.ClassNames[images.Labels[mistakes[0]]]}", first.Caption[0].Text);
        Assert.StartsWith($"model: {images.ClassNames[evaluation.PredictedLabels[mistakes[0]]]}, ", first.Caption[1].Text, StringComparison.Ordinal);
        Assert.Equal(images.Pixels.AsSpan(mistakes[0] * 3072, 3072).ToArray(), first.Image.Pixels);
    }

    [Fact]
    public void Augmented_views_are_those_of_the_training_loop()
    {
        ImageSet images = SmallModel.Session.LoadPrepared("Shapes", CnnSplit.Train);
        DecodedImage image = ImageTiles.ImageAt(images, 3);
        IReadOnlyList<ImageTile> tiles = ImageTiles.OfAugmentation(image, "ring", AugmentedViews.Of(image, 8, CnnAugmentation.Shift | CnnAugmentation.Flip, 0.2, seed: 11));
        Assert.Equal(9, tiles.Count);
        Assert.Equal(image.Pixels, tiles[0].Image.Pixels);
        Assert.True(tiles.Skip(1).Select(tile => Convert.ToHexString(tile.Image.Pixels)).Distinct().Count() > 5);

        // What the loop's first step of a training with this seed makes of a batch of this image.
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = tensor(image.Pixels, [1, 3, 32, 32], dtype: ScalarType.Byte).expand(8, 3, 32, 32).contiguous();
        Tensor views = ShiftFlip.Apply(batch, CnnAugmentation.Shift | CnnAugmentation.Flip, 0.2, RandomStreams.Create(11, RandomPurpose.Augmentation, 0));
        for (int i = 0; i < 8; i++) Assert.Equal(views[i].contiguous().bytes.ToArray(), tiles[i + 1].Image.Pixels);
        Assert.Equal("OptionInvalid", Assert.Throws<CnnException>(() => AugmentedViews.Of(image, 1, CnnAugmentation.Shift, 1, 0)).ErrorId);
    }
}
