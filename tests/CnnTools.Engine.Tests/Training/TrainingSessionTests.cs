using CnnTools.Core.Progress;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Torch;

namespace CnnTools.Engine.Tests.Training;

/// <summary>Whole trainings of a small network on Shapes.</summary>
[Collection(AloneInProcess.Name)]
public sealed class TrainingSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-training").FullName;

    private static CnnTrainingOptions Options => new()
    {
        Dataset = "Shapes", Network = Tiny, Epoch = 2, BatchSize = 100, Seed = 11, Device = "Cpu", Thread = 1, EarlyStoppingPatience = 0,
    };

    private static CnnNetwork Tiny => new()
    {
        Name = "Tiny", Height = 32, Width = 32, Channels = 3,
        Layers =
        [
            new() { Kind = CnnLayerKind.Conv2d, Filters = 8, KernelSize = 3, Stride = 2, Activation = CnnActivation.ReLU },
            new() { Kind = CnnLayerKind.BatchNorm2d },
            new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = 3 },
            new() { Kind = CnnLayerKind.Flatten },
            new() { Kind = CnnLayerKind.Dropout, Rate = 0.1 },
            new() { Kind = CnnLayerKind.Dense, Units = 10 },
        ],
    };

    [Fact]
    public void Learns_logs_and_saves()
    {
        var observer = new Recorder();
        CnnTrainingResult result = TrainingSession.Run(Options with { Epoch = 3, LearningRate = 0.01, OutputPath = Path.Combine(_folder, "m.safetensors"), LogPath = Path.Combine(_folder, "l.csv") }, observer, default);
        Assert.Equal([1, 2, 3], observer.Epochs.Select(epoch => epoch.Epoch));
        Assert.True(observer.Epochs[2].Loss < observer.Epochs[0].Loss, "the loss fell");
        Assert.InRange(result.TestAccuracy!.Value, 0.2, 1.0);
        Assert.Equal(CnnStopReason.Completed, result.StopReason);
        Assert.All(observer.Epochs, epoch => Assert.True(epoch.ImagesPerSecond > 0 && epoch.ValidationLoss > 0));
        Assert.Equal(4, File.ReadAllLines(result.LogPath!).Length);
        Assert.Equal(["l.csv", "m.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        byte[] Train(string name, long seed)
        {
            string path = Path.Combine(_folder, name);
            TrainingSession.Run(Options with { Seed = seed, OutputPath = path, Augmentation = CnnAugmentation.Shift | CnnAugmentation.Flip }, new Recorder(), default);
            return Weights(path);
        }

        byte[] first = Train("a", 5);
        Assert.Equal(first, Train("b", 5));
        Assert.NotEqual(first, Train("c", 6));
    }

    [Fact]
    public void Early_stopping_keeps_the_best_epoch()
    {
        // A learning rate this high jumps about, so that some epoch is worse than the one before.
        var observer = new Recorder();
        CnnTrainingResult result = TrainingSession.Run(Options with { Epoch = 30, LearningRate = 0.05, EarlyStoppingPatience = 2 }, observer, default);
        CnnEpochResult best = observer.Epochs.MinBy(epoch => epoch.ValidationLoss)!;
        Assert.Equal(CnnStopReason.EarlyStopping, result.StopReason);
        Assert.Equal(best.Epoch, result.BestEpoch);
        Assert.Equal(best.Epoch + 2, observer.Epochs.Count);
        Assert.Contains($"epoch {best.Epoch}", result.StopMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Watching_the_test_split_reports_the_watched_accuracy()
    {
        var observer = new Recorder();
        CnnTrainingResult result = TrainingSession.Run(Options with { ValidationSplit = CnnValidationSplit.Test }, observer, default);
        Assert.Equal(observer.Epochs[result.BestEpoch - 1].ValidationAccuracy!.Value, result.TestAccuracy!.Value, 12);
    }

    [Fact]
    public void A_diverging_loss_stops_with_its_id_and_keeps_the_log()
    {
        string log = Path.Combine(_folder, "nan.csv");
        CnnException error = Assert.Throws<CnnException>(() =>
            TrainingSession.Run(Options with { Optimizer = CnnOptimizer.Sgd, LearningRate = 1e30, LogPath = log }, new Recorder(), default));
        Assert.Equal("TrainingDiverged", error.ErrorId);
        Assert.Contains("learning rate", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Epoch,", File.ReadAllLines(log)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_stops_within_a_step_and_leaves_whole_files()
    {
        using var cancel = new CancellationTokenSource();
        var observer = new Recorder { OnEpochDone = _ => cancel.Cancel() };
        string model = Path.Combine(_folder, "m"), log = Path.Combine(_folder, "l");
        Assert.Throws<OperationCanceledException>(() => TrainingSession.Run(Options with { Epoch = 50, OutputPath = model, LogPath = log }, observer, cancel.Token));
        Assert.Single(observer.Epochs);
        Assert.Equal(2, File.ReadAllLines(log).Length);
        Assert.NotEmpty(Weights(model));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void An_existing_output_is_refused_before_anything_runs()
    {
        string model = Path.Combine(_folder, "m");
        File.WriteAllText(model, "precious");
        var observer = new Recorder();
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Run(Options with { OutputPath = model }, observer, default));
        Assert.Equal("OutputExists", error.ErrorId);
        Assert.Equal("precious", File.ReadAllText(model));
        Assert.Empty(observer.Epochs);
    }

    [Theory]
    [InlineData("Cuda", "DeviceUnavailable")]
    [InlineData("Gpu", "DeviceInvalid")]
    public void A_device_that_is_not_there_is_a_clear_error(string device, string id)
    {
        if (id == "DeviceUnavailable" && TorchSharp.torch.cuda.is_available()) return;
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Run(Options with { Device = device }, new Recorder(), default));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains("Auto", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        void Refused(CnnTrainingOptions options, string option, string id = "OptionInvalid")
        {
            CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(options));
            Assert.Equal(id, error.ErrorId);
            Assert.Contains(option, error.Message, StringComparison.Ordinal);
        }

        Refused(Options with { Epoch = 0 }, "Epoch");
        Refused(Options with { BatchSize = -1 }, "BatchSize");
        Refused(Options with { LearningRate = double.NaN }, "LearningRate");
        Refused(Options with { WeightDecay = -1 }, "WeightDecay");
        Refused(Options with { ShiftFraction = 1 }, "ShiftFraction");
        Refused(Options with { ValidationSplit = CnnValidationSplit.None, EarlyStoppingPatience = 3 }, "ValidationSplit", "ValidationSplitInvalid");
        Refused(Options with { OutputPath = _folder }, "folder", "OutputPathInvalid");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What follows the header: the header itself holds times and paths.</summary>
    private static byte[] Weights(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file[(8 + (int)BitConverter.ToInt64(file, 0))..];
    }

    private sealed class Recorder : ITrainingObserver
    {
        public List<CnnEpochResult> Epochs { get; } = [];

        public Action<CnnEpochResult>? OnEpochDone { get; init; }

        public void OnDataset(DatasetProgress progress)
        {
        }

        public void OnMessage(MessageLevel level, string text)
        {
        }

        public void OnProgress(TrainingProgress progress) => Assert.InRange(progress.Accuracy, 0, 1);

        public void OnEpoch(CnnEpochResult result)
        {
            Epochs.Add(result);
            OnEpochDone?.Invoke(result);
        }
    }
}
