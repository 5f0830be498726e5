using CnnTools.Core.ModelFiles;
using CnnTools.Core.Progress;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Training;

namespace CnnTools.Engine.Tests.Training;

/// <summary>Techniques in whole trainings and in plans.</summary>
[Collection(AloneInProcess.Name)]
public sealed class TechniqueTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-techniques").FullName;

    private static CnnTrainingOptions Options => new()
    {
        Dataset = "Shapes", Epoch = 2, BatchSize = 200, Seed = 4, Thread = 1, Device = "Cpu", LearningRate = 0.01,
        Network = new CnnNetwork
        {
            Name = "Small", Height = 32, Width = 32, Channels = 3,
            Layers = [new() { Kind = CnnLayerKind.AveragePool2d, KernelSize = 4 }, new() { Kind = CnnLayerKind.BatchNorm2d }, new() { Kind = CnnLayerKind.Flatten }, new() { Kind = CnnLayerKind.Dense, Units = 10 }],
        },
    };

    [Fact]
    public void Values_out_of_range_and_options_of_another_schedule_are_refused_by_name()
    {
        static void Refused(CnnTrainingOptions options, params string[] words)
        {
            CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(options));
            Assert.Equal("OptionInvalid", error.ErrorId);
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        }

        Refused(Options with { Schedule = CnnSchedule.Step, ScheduleFactor = 1 }, "ScheduleFactor", "found 1");
        Refused(Options with { Schedule = CnnSchedule.Step, ScheduleStepEpoch = 0 }, "ScheduleStepEpoch");
        Refused(Options with { Schedule = CnnSchedule.Plateau, SchedulePatience = -1 }, "SchedulePatience");
        Refused(Options with { Schedule = CnnSchedule.Cosine, ScheduleFactor = 0.5 }, "ScheduleFactor 0.5", "Step or Plateau", "found Schedule Cosine");
        Refused(Options with { MinimumLearningRate = 1e-4 }, "MinimumLearningRate", "Cosine or Plateau", "Constant");
        Refused(Options with { Schedule = CnnSchedule.Cosine, MinimumLearningRate = 0.01 }, "MinimumLearningRate", "below the learning rate");
        Refused(Options with { WarmUpEpoch = 2 }, "WarmUpEpoch", "below the number of epochs");
        Refused(Options with { Beta2 = 1 }, "Beta2", "[0, 1)");
        Refused(Options with { Optimizer = CnnOptimizer.Sgd, Beta2 = 0.9 }, "Beta2 0.9 is for Optimizer Adam or AdamW", "found Optimizer Sgd");
        Refused(Options with { LabelSmoothing = 1 }, "LabelSmoothing");
        Refused(Options with { WeightAveraging = -0.1 }, "WeightAveraging");
        Refused(Options with { GradientClipping = double.NaN }, "GradientClipping");
        Refused(Options with { Mixup = -1 }, "Mixup");
        Refused(Options with { CutMix = double.PositiveInfinity }, "CutMix");
        Refused(Options with { RandomErasing = 1.01 }, "RandomErasing");
        Refused(Options with { TimeBudget = 0 }, "TimeBudget");
    }

    [Fact]
    public void A_plan_tells_its_techniques_and_only_those_that_are_on()
    {
        string plain = TrainingSession.Plan(Options).ToString();
        Assert.Contains("Schedule: constant", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("Techniques", plain, StringComparison.Ordinal);
        Assert.Contains("Adam, learning rate 0.01, beta 2 0.9, weight decay 0", TrainingSession.Plan(Options with { Beta2 = 0.9 }).ToString(), StringComparison.Ordinal);
        string all = TrainingSession.Plan(Everything(Options)).ToString();
        foreach (string part in (string[])["cosine to 0", "0.5 epochs of warm-up", "smoothing 0.1", "decay 0.9", "norm 1", "mixup 0.2", "CutMix 1", "erasing of 0.25", "Balanced", "3600 seconds"]) Assert.Contains(part, all, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_that_rest_on_other_choices()
    {
        Assert.Equal(3, TrainingSession.Plan(Options with { Epoch = 7, Schedule = CnnSchedule.Step }).ScheduleStepEpoch);
        Assert.Equal(6, TrainingSession.Plan(Options with { Epoch = 20, Schedule = CnnSchedule.OneCycle }).WarmUpEpoch, 12);
        Assert.Equal(0, TrainingSession.Plan(Options with { Epoch = 20, Schedule = CnnSchedule.Cosine }).WarmUpEpoch);
    }

    [Fact]
    public void The_epochs_show_the_schedule_and_the_file_says_what_was_on()
    {
        var observer = new Recorder();
        string path = Path.Combine(_folder, "m");
        CnnTrainingResult result = TrainingSession.Run(Everything(Options) with { OutputPath = path }, observer, default);
        Assert.Equal(CnnStopReason.Completed, result.StopReason);
        Assert.InRange(observer.Epochs[0].LearningRate, 0.005, 0.01);
        Assert.InRange(observer.Epochs[1].LearningRate, 0, 0.0002);
        Assert.True(observer.Epochs[1].Loss < observer.Epochs[0].Loss, "the loss fell");
        using FileStream file = File.OpenRead(path);
        string provenance = SafeTensorsReader.Read(file, file.Length, path).Metadata["provenance"];
        foreach (string part in (string[])["\"Schedule\":\"Cosine\"", "\"Mixup\":0.2", "\"ClassWeight\":\"Balanced\"", "\"TimeBudget\":3600"]) Assert.Contains(part, provenance, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_watched_kept_and_graded_are_the_averaged_weights()
    {
        string path = Path.Combine(_folder, "m");
        var observer = new Recorder();
        CnnTrainingResult result = TrainingSession.Run(Options with { WeightAveraging = 0.9, ValidationSplit = CnnValidationSplit.Test, OutputPath = path }, observer, default);
        CnnEpochResult best = observer.Epochs[result.BestEpoch - 1];
        Assert.Equal(best.ValidationAccuracy!.Value, result.TestAccuracy!.Value, 12);
        // The same run without: other weights, the same course of the training itself.
        var plain = new Recorder();
        TrainingSession.Run(Options with { ValidationSplit = CnnValidationSplit.Test }, plain, default);
        Assert.Equal(plain.Epochs.Select(epoch => epoch.Loss), observer.Epochs.Select(epoch => epoch.Loss));
        Assert.NotEqual(plain.Epochs.Select(epoch => epoch.ValidationLoss), observer.Epochs.Select(epoch => epoch.ValidationLoss));
    }

    [Fact]
    public void A_spent_budget_ends_the_training_with_a_whole_model_and_its_reason()
    {
        string path = Path.Combine(_folder, "m"), log = Path.Combine(_folder, "l.csv");
        var observer = new Recorder();
        CnnTrainingResult result = TrainingSession.Run(Options with { Epoch = 1000, TimeBudget = 0.001, OutputPath = path, LogPath = log }, observer, default);
        Assert.Equal((CnnStopReason.TimeBudget, 1, 1), (result.StopReason, result.Epoch, result.BestEpoch));
        Assert.Contains("time budget of 0.001 seconds was spent in epoch 1 of 1000, after step 1", result.StopMessage, StringComparison.Ordinal);
        Assert.NotNull(result.TestAccuracy);
        Assert.Equal(2, File.ReadAllLines(log).Length);
        Assert.True(File.Exists(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static CnnTrainingOptions Everything(CnnTrainingOptions options) => options with
    {
        Schedule = CnnSchedule.Cosine, WarmUpEpoch = 0.5, LabelSmoothing = 0.1, WeightAveraging = 0.9, GradientClipping = 1, Mixup = 0.2, CutMix = 1, RandomErasing = 0.25,
        ClassWeight = CnnClassWeight.Balanced, TimeBudget = 3600,
    };

    private sealed class Recorder : ITrainingObserver
    {
        public List<CnnEpochResult> Epochs { get; } = [];

        public void OnDataset(DatasetProgress progress)
        {
        }

        public void OnMessage(MessageLevel level, string text)
        {
        }

        public void OnProgress(TrainingProgress progress)
        {
        }

        public void OnEpoch(CnnEpochResult result) => Epochs.Add(result);
    }
}
