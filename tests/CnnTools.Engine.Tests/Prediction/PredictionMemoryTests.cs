using CnnTools.Core.Datasets;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Torch;

namespace CnnTools.Engine.Tests.Prediction;

/// <summary>Predicting leaves nothing behind on the native side.</summary>
[Collection(AloneInProcess.Name)]
public sealed class PredictionMemoryTests(SmallModel model)
{
    private const int Count = 10_000;

    // A leak of one float a prediction of each layer would be more; what the garbage collector has not looked at yet is less.
    private const long Growth = 16 << 20;

    [Theory]
    [InlineData(CnnRuntime.OnnxRuntime)]
    [InlineData(CnnRuntime.Torch)]
    public void Ten_thousand_predictions_leave_no_tensor_and_no_byte_behind(CnnRuntime runtime)
    {
        InferenceSession session = SmallModel.SessionWith(runtime);
        using Classifier classifier = session.Open(model.Path);
        ImageSet images = session.Load(classifier, "Shapes", CnnSplit.Test);

        void Predict(int count)
        {
            // One image at a time, as a service would be asked.
            for (int i = 0; i < count; i++) Assert.Equal(10, classifier.Probabilities(images.Pixels.AsSpan(i % images.Count * classifier.ImageLength, classifier.ImageLength)).Length);
        }

        Predict(100); // the first ones fill the caches of libtorch and of the allocator
        long tensors = TorchRuntime.LiveTensors;
        long resident = Resident();
        Predict(Count);
        Assert.Equal(tensors, TorchRuntime.LiveTensors);
        Assert.InRange(Resident() - resident, long.MinValue, Growth);
    }

    [Theory]
    [InlineData(CnnRuntime.OnnxRuntime)]
    [InlineData(CnnRuntime.Torch)]
    public void Neither_do_ten_thousand_images_in_batches_with_their_mirror_images(CnnRuntime runtime)
    {
        InferenceSession session = SmallModel.SessionWith(runtime);
        using Classifier classifier = session.Open(model.Path);
        ImageSet images = session.Load(classifier, "Shapes", CnnSplit.Test);
        var predictor = new ImagePredictor(classifier, top: 1, flip: true);

        int Predict(int count) => Enumerable.Range(0, count).Sum(i => predictor.Add(images, i % images.Count).Count()) + predictor.Flush().Count;

        Assert.Equal(96, Predict(96));
        long tensors = TorchRuntime.LiveTensors;
        long resident = Resident();
        Assert.Equal(Count / 32 * 32, Predict(Count / 32 * 32));
        Assert.Equal(tensors, TorchRuntime.LiveTensors);
        Assert.InRange(Resident() - resident, long.MinValue, Growth);
    }

    [Theory]
    [InlineData(CnnRuntime.OnnxRuntime)]
    [InlineData(CnnRuntime.Torch)]
    public void A_model_that_is_put_away_leaves_nothing_behind(CnnRuntime runtime)
    {
        InferenceSession session = SmallModel.SessionWith(runtime);
        session.Open(model.Path).Dispose();
        long tensors = TorchRuntime.LiveTensors;
        for (int i = 0; i < 20; i++) session.Open(model.Path).Dispose();
        Assert.Equal(tensors, TorchRuntime.LiveTensors);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
