using CnnTools.Core.Datasets;
using CnnTools.Core.Export;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Planning;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Tests.Export;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training;
using CnnTools.Engine.Training.Listeners;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Training;

/// <summary>The residual networks by name train, resume to the same bits, and predict alike as trained, folded, and in ONNX Runtime.</summary>
public sealed class ResidualTrainingTests : IDisposable
{
    private const int Side = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-residual").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("ResNet20")]
    [InlineData("ResNet18")]
    [InlineData("ResNet34")]
    [InlineData("MobileNetV2")]
    [InlineData("CntkResNet18")]
    public void A_network_trains_resumes_and_is_exported(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        CnnNetwork network = NetworkCatalog.Find(name).For(Side, Side, 3, 3);
        (SafeTensorsWriter.Entry[] straight, double first, double last) = Train(network, null, null);
        Assert.Equal(WeightCheck.Expected(network).Keys.Order(StringComparer.Ordinal),
            straight.Select(static tensor => tensor.Name).Order(StringComparer.Ordinal));
        string checkpoint = Path.Combine(_folder, "c");
        Assert.Throws<OperationCanceledException>(() => Train(network, checkpoint, 3));
        Assert.Equal(straight.Select(static tensor => tensor.Bytes), Train(network, checkpoint, null).Weights.Select(static tensor => tensor.Bytes));
        // Colors so unlike are soon told apart.
        Assert.InRange(last, 0, first * 0.8);

        ImageSet test = Images(seed: 4);
        float[] pixels = Array.ConvertAll(test.Pixels, static value => (float)value);
        using IDisposable noGradient = no_grad();
        Tensor input = tensor(pixels, [test.Count, 3, Side, Side]) / 255;
        using CnnModule trained = InferenceModule.AsTrained(network, straight, CPU, CnnPrecision.Float32);
        FoldedNetwork folding = BatchNormFolding.Fold(network, straight);
        Assert.DoesNotContain(NetworkSummary.Of(folding.Network), static layer => layer.Kind is "BatchNorm2d" or "Activation");
        using CnnModule folded = InferenceModule.Folded(folding, CPU, CnnPrecision.Float32);
        float[] expected = trained.call(input).softmax(1).data<float>().ToArray();
        AssertClose(expected, folded.call(input).softmax(1).data<float>().ToArray());
        using var onnx = new MemoryStream();
        OnnxExporter.Write(onnx, network, straight, ["a", "b", "c"]);
        AssertClose(expected, OnnxRuntime.Run(onnx.ToArray(), pixels, test.Count, 3, Side, Side).Probabilities);
        Assert.True(expected.Max() - expected.Min() > 0.3, "The probabilities hardly depend on the image.");
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), static pair => Assert.InRange(pair.First - pair.Second, -1e-4, 1e-4));
    }

    /// <summary>Trains four epochs of three steps; stops after a step, or goes on from the checkpoint if there is one.</summary>
    private static (SafeTensorsWriter.Entry[] Weights, double FirstLoss, double LastLoss) Train(CnnNetwork network, string? path, int? stopAfter)
    {
        ImageSet images = Images(seed: 3);
        TrainingPlan plan = TrainingSession.Plan(new CnnTrainingOptions
        {
            Dataset = "Shapes", Epoch = 4, BatchSize = 10, Optimizer = CnnOptimizer.Sgd, LearningRate = 0.01, Momentum = 0.9, Seed = 9, Thread = 1,
            Schedule = CnnSchedule.Constant, ValidationSplit = CnnValidationSplit.None,
        });
        plan = plan.With(TrainingOptions.Network, network) with { Train = plan.Train with { Classes = images.ClassNames } };
        DeviceCatalog.Open(plan, new SilentObserver());
        using DeviceImages data = DeviceImages.Upload(images, CPU);
        using CnnModule model = NetworkBuilder.Build(network, plan.Seed, CPU, CnnPrecision.Float32);
        using var loop = new TrainingLoop(plan, model, data, [.. Enumerable.Range(0, images.Count)], data, []);
        TrainingIdentity identity = TrainingIdentity.Of(new ModelProvenance(plan, images.ContentHash, images.ClassNames, "Cpu", "test"));
        if (path is not null && Checkpoint.Exists(path)) CheckpointTensors.Restore(Checkpoint.Read(path, static _ => { }), loop);
        using var listeners = new TrainingListeners(path is null ? null : new CheckpointListener(path, TimeSpan.FromDays(1), loop, identity),
            new Stop(loop, stopAfter));
        loop.Run(listeners, default);
        return (Weights.Save(model), loop.State.History[0].Loss, loop.State.History[^1].Loss);
    }

    /// <summary>Stops the training after an epoch, by the number of its steps.</summary>
    private sealed class Stop(TrainingLoop loop, int? step) : ITrainingListener
    {
        public void EpochEnded(CnnEpochResult result, bool isBest)
        {
            if (loop.State.Step == step) throw new OperationCanceledException();
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Noise of three colors.</summary>
    private static ImageSet Images(int seed)
    {
        const int count = 30;
        var random = new Random(seed);
        var pixels = new byte[count * 3 * Side * Side];
        int[] labels = [.. Enumerable.Range(0, count).Select(static image => image % 3)];
        for (int i = 0; i < pixels.Length; i++)
        {
            int plane = i / (Side * Side);
            pixels[i] = (byte)(random.Next(128) + (plane % 3 == labels[plane / 3] ? 127 : 0));
        }

        return new ImageSet("Colors", CnnSplit.Train, 3, Side, Side, ["a", "b", "c"], pixels, labels, true, null);
    }
}
