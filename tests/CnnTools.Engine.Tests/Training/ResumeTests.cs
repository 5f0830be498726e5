using CnnTools.Core.Datasets;
using CnnTools.Core.Files;
using CnnTools.Core.Planning;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training;
using CnnTools.Engine.Training.Listeners;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Training;

/// <summary>A training that is stopped at any step and goes on from its checkpoint ends bit for bit as the one that never stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-resume").FullName;

    private static readonly CnnNetwork s_network = new()
    {
        Name = "Tiny", Height = 8, Width = 8, Channels = 1,
        Layers =
        [
            new() { Kind = CnnLayerKind.Conv2d, Filters = 4, KernelSize = 3, Activation = CnnActivation.ReLU },
            new() { Kind = CnnLayerKind.BatchNorm2d },
            new() { Kind = CnnLayerKind.Flatten },
            new() { Kind = CnnLayerKind.Dropout, Rate = 0.3 },
            new() { Kind = CnnLayerKind.Dense, Units = 3 },
        ],
    };

    [Theory]
    [InlineData(CnnOptimizer.Adam, 1)]
    [InlineData(CnnOptimizer.Adam, 7)]
    [InlineData(CnnOptimizer.AdamW, 12)]
    [InlineData(CnnOptimizer.Sgd, 13)]
    [InlineData(CnnOptimizer.Adam, 24)]
    [InlineData(CnnOptimizer.Adam, 29)]
    public void Resuming_after_any_step_gives_the_same_bits(CnnOptimizer optimizer, int stopAfter)
    {
        byte[][] straight = Run(optimizer, null, null, out List<CnnEpochResult> straightHistory);
        string path = Path.Combine(_folder, "c");
        Assert.Throws<OperationCanceledException>(() => Run(optimizer, path, stopAfter, out _));
        byte[][] resumed = Run(optimizer, path, null, out List<CnnEpochResult> history);
        Assert.Equal(straight.Length, resumed.Length);
        for (int i = 0; i < straight.Length; i++) Assert.Equal(straight[i], resumed[i]);
        Assert.Equal(straightHistory.Select(Timeless), history.Select(Timeless));
    }

    [Theory]
    [InlineData(CnnSchedule.Cosine)]
    [InlineData(CnnSchedule.OneCycle)]
    [InlineData(CnnSchedule.Step)]
    [InlineData(CnnSchedule.Plateau)]
    public void With_every_technique_on_resuming_after_any_step_gives_the_same_bits(CnnSchedule schedule)
    {
        // A second a step: the budget ends the training in the middle of its last epoch, after step 25.
        CnnTrainingOptions everything = TechniqueTrainingTests.Everything(new CnnTrainingOptions { Dataset = "Shapes" }) with
        {
            Schedule = schedule, SchedulePatience = schedule == CnnSchedule.Plateau ? 0 : null, TimeBudget = 24.5, EarlyStoppingPatience = 0,
            // The last weights, which every step had a part in, instead of an early epoch's best.
            RestoreBest = false,
        };
        byte[][] straight = Run(CnnOptimizer.Adam, null, null, out List<CnnEpochResult> straightHistory, everything);
        Assert.Equal(3, straightHistory.Count);
        foreach (int stopAfter in (int[])[1, 5, 9, 10, 11, 16, 20, 21, 24, 25])
        {
            string path = Path.Combine(_folder, $"c{stopAfter}");
            Assert.Throws<OperationCanceledException>(() => Run(CnnOptimizer.Adam, path, stopAfter, out _, everything));
            Assert.Equal(straight, Run(CnnOptimizer.Adam, path, null, out List<CnnEpochResult> history, everything));
            Assert.Equal(straightHistory.Select(Timeless), history.Select(Timeless));
            // The end that the budget made is no end of the training: it resumes to the same end.
            Assert.Equal(straight, Run(CnnOptimizer.Adam, path, null, out history, everything));
            Assert.Equal(straightHistory.Select(Timeless), history.Select(Timeless));
        }
    }

    [Theory]
    [InlineData(14.5)]
    [InlineData(10)]
    public void A_training_whose_budget_was_spent_goes_on_with_a_longer_one_as_if_it_had_had_it_all_along(double budget)
    {
        CnnTrainingOptions options = TechniqueTrainingTests.Everything(new CnnTrainingOptions { Dataset = "Shapes" }) with { TimeBudget = null, EarlyStoppingPatience = 0, RestoreBest = false };
        byte[][] straight = Run(CnnOptimizer.Adam, null, null, out List<CnnEpochResult> straightHistory, options);
        string path = Path.Combine(_folder, "c");
        byte[][] cut = Run(CnnOptimizer.Adam, path, null, out List<CnnEpochResult> cutHistory, options with { TimeBudget = budget });
        Assert.NotEqual(straight, cut);
        Assert.Equal((int)Math.Ceiling(budget / 10), cutHistory.Count);
        Assert.Equal(straight, Run(CnnOptimizer.Adam, path, null, out List<CnnEpochResult> history, options));
        Assert.Equal(straightHistory.Select(Timeless), history.Select(Timeless));
    }

    [Fact]
    public void A_resume_with_another_technique_is_refused_by_its_name()
    {
        CnnTrainingOptions options = TechniqueTrainingTests.Everything(new CnnTrainingOptions { Dataset = "Shapes", Seed = 1, Thread = 1, Epoch = 5, Schedule = CnnSchedule.Plateau });
        static TrainingIdentity Of(CnnTrainingOptions options) => TrainingIdentity.Of(new ModelProvenance(TrainingSession.Plan(options), "hash", [], "Cpu", "test"));
        void Refused(CnnTrainingOptions other, string name, CnnTrainingOptions? first = null)
        {
            CnnException error = Assert.Throws<CnnException>(() => Of(first ?? options).CheckSame(Of(other), "c", _ => { }));
            Assert.Equal("CheckpointMismatch", error.ErrorId);
            Assert.Contains($"{name} was ", error.Message, StringComparison.Ordinal);
        }

        CnnTrainingOptions step = options with { Schedule = CnnSchedule.Step }, plateau = options with { Schedule = CnnSchedule.Plateau };
        Refused(step, "Schedule");
        Refused(step with { ScheduleFactor = 0.3 }, "ScheduleFactor", step);
        Refused(step with { ScheduleStepEpoch = 4 }, "ScheduleStepEpoch", step);
        Refused(plateau with { SchedulePatience = 4 }, "SchedulePatience", plateau);
        Refused(options with { Beta2 = 0.9 }, "Beta2");
        Refused(options with { MinimumLearningRate = 1e-5 }, "MinimumLearningRate");
        Refused(options with { WarmUpEpoch = 0.6 }, "WarmUpEpoch");
        Refused(options with { LabelSmoothing = 0 }, "LabelSmoothing");
        Refused(options with { WeightAveraging = 0 }, "WeightAveraging");
        Refused(options with { GradientClipping = 0 }, "GradientClipping");
        Refused(options with { Mixup = 0 }, "Mixup");
        Refused(options with { CutMix = 0 }, "CutMix");
        Refused(options with { RandomErasing = 0 }, "RandomErasing");
        Refused(options with { ClassWeight = CnnClassWeight.None }, "ClassWeight");
        // A cosine that runs to the end depends on where that is; a step does not.
        Refused(options with { Epoch = 6 }, "Schedule");
        Of(plateau).CheckSame(Of(plateau with { Epoch = 6, TimeBudget = null }), "c", _ => { });
    }

    [Fact]
    public void A_checkpoint_from_before_an_option_resumes_as_long_as_the_option_is_not_used()
    {
        CnnTrainingOptions options = new() { Dataset = "Shapes", Seed = 1, Thread = 1 };
        static TrainingIdentity Of(CnnTrainingOptions options) => TrainingIdentity.Of(new ModelProvenance(TrainingSession.Plan(options), "hash", [], "Cpu", "test"));
        TrainingIdentity older = Of(options);
        Assert.True(older.Choices.Remove("Beta2"));
        older.CheckSame(Of(options), "c", Assert.Fail);
        older.CheckSame(Of(options with { Beta2 = 0.999 }), "c", Assert.Fail);
        CnnException error = Assert.Throws<CnnException>(() => older.CheckSame(Of(options with { Beta2 = 0.9 }), "c", Assert.Fail));
        Assert.Contains("Beta2 was 0.999, is 0.9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beta2_changes_the_training_and_resumes_to_the_same_bits()
    {
        CnnTrainingOptions options = new() { Dataset = "Shapes", Beta2 = 0.9 };
        string path = Path.Combine(_folder, "c");
        byte[][] straight = Run(CnnOptimizer.AdamW, null, null, out _, options);
        Assert.NotEqual(straight, Run(CnnOptimizer.AdamW, null, null, out _, options with { Beta2 = null }));
        Assert.Throws<OperationCanceledException>(() => Run(CnnOptimizer.AdamW, path, 13, out _, options));
        Assert.Equal(straight, Run(CnnOptimizer.AdamW, path, null, out _, options));
    }

    [Fact]
    public void A_damaged_checkpoint_falls_back_on_the_one_before()
    {
        string path = Path.Combine(_folder, "c");
        Assert.Throws<OperationCanceledException>(() => Run(CnnOptimizer.Adam, path, 9, out _));
        byte[] sound = File.ReadAllBytes(path);
        var warnings = new List<string>();
        for (int at = 0; at < sound.Length; at += Math.Max(1, sound.Length / 61))
        {
            byte[] damaged = [.. sound];
            damaged[at] ^= 0x20;
            File.WriteAllBytes(path, damaged);
            Assert.Equal(8, Checkpoint.Read(path, warnings.Add).State.Step);
        }

        Assert.All(warnings, warning => Assert.Contains("checkpoint before it", warning, StringComparison.Ordinal));
        Assert.NotEmpty(warnings);
        File.WriteAllBytes(path, sound[..(sound.Length / 2)]);
        Assert.Equal(8, Checkpoint.Read(path, warnings.Add).State.Step);
        File.Delete(path);
        Assert.Equal(8, Checkpoint.Read(path, warnings.Add).State.Step);
        File.Delete(AtomicFile.PreviousOf(path));
        Assert.Equal("ModelNotFound", Assert.Throws<CnnException>(() => Checkpoint.Read(path, warnings.Add)).ErrorId);
    }

    [Fact]
    public void Another_training_is_refused_with_its_differences()
    {
        string path = Path.Combine(_folder, "c");
        Assert.Throws<OperationCanceledException>(() => Run(CnnOptimizer.Adam, path, 3, out _));
        CnnException error = Assert.Throws<CnnException>(() => Run(CnnOptimizer.Sgd, path, null, out _));
        Assert.Equal("CheckpointMismatch", error.ErrorId);
        Assert.Contains("Optimizer was Adam, is Sgd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Through_the_session_a_cancelled_run_resumes_to_the_same_model()
    {
        CnnTrainingOptions options = new()
        {
            Dataset = "Shapes", BatchSize = 200, Epoch = 3, Seed = 4, Thread = 1, Device = "Cpu",
            Network = new CnnNetwork
            {
                Name = "Linear", Height = 32, Width = 32, Channels = 3,
                Layers = [new() { Kind = CnnLayerKind.AveragePool2d, KernelSize = 4 }, new() { Kind = CnnLayerKind.Flatten }, new() { Kind = CnnLayerKind.Dense, Units = 10 }],
            },
        };
        string straight = Path.Combine(_folder, "straight"), model = Path.Combine(_folder, "model"), log = Path.Combine(_folder, "log.csv"), checkpoint = Path.Combine(_folder, "checkpoint");
        TrainingSession.Run(options with { OutputPath = straight }, new SilentObserver(), default);

        CnnTrainingOptions resumable = options with { OutputPath = model, LogPath = log, CheckpointPath = checkpoint, Resume = true, Seed = null };
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TrainingSession.Run(resumable with { Seed = 4 }, new SilentObserver { OnEpochDone = epoch => { if (epoch.Epoch == 2) cancel.Cancel(); } }, cancel.Token));
        // The seed is the checkpoint's: the user need not know it.
        CnnTrainingResult result = TrainingSession.Run(resumable, new SilentObserver(), default);
        Assert.Equal(Weights(straight), Weights(model));
        Assert.Equal((4L, 3), (result.Seed, result.Epoch));
        Assert.Equal(["1", "2", "3"], File.ReadAllLines(log).Skip(1).Select(line => line.Split(',')[0]));

        // A finished training resumes to its own end.
        Assert.Equal(result.TestAccuracy, TrainingSession.Run(resumable, new SilentObserver(), default).TestAccuracy);
        Assert.Equal(Weights(straight), Weights(model));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Trains on made-up images; stops after a step, or goes on from the checkpoint where there is one.</summary>
    private static byte[][] Run(CnnOptimizer optimizer, string? path, int? stopAfter, out List<CnnEpochResult> history, CnnTrainingOptions? options = null)
    {
        TrainingPlan plan = TrainingSession.Plan((options ?? new CnnTrainingOptions { Dataset = "Shapes" }) with
        {
            Epoch = 3, BatchSize = 10, Optimizer = optimizer, LearningRate = 0.01, Seed = 9, Thread = 1, Augmentation = CnnAugmentation.Shift | CnnAugmentation.Flip,
        });
        plan = plan.With(TrainingOptions.Network, s_network) with { Train = plan.Train with { Classes = ["a", "b", "c"] } };
        DeviceCatalog.Open(plan, new SilentObserver());
        var random = new Random(3);
        var pixels = new byte[120 * 64];
        random.NextBytes(pixels);
        var set = new ImageSet("Noise", CnnSplit.Train, 1, 8, 8, ["a", "b", "c"], pixels, [.. Enumerable.Range(0, 120).Select(i => i % 3)], true, null);
        using DeviceImages images = DeviceImages.Upload(set, CPU);
        using CnnModule model = NetworkBuilder.Build(plan.Network, plan.Seed);
        TrainingLoop loop = null!;
        using var owner = loop = new TrainingLoop(plan, model, images, [.. Enumerable.Range(0, 100)], images, [.. Enumerable.Range(100, 20)],
            new StepClock(() => loop.State.Step));
        TrainingIdentity identity = TrainingIdentity.Of(new ModelProvenance(plan, set.ContentHash, set.ClassNames, "Cpu", "test"));
        if (path is not null && Checkpoint.Exists(path))
        {
            Checkpoint checkpoint = Checkpoint.Read(path, _ => { });
            checkpoint.Identity.CheckSame(identity, path, _ => { });
            checkpoint.Restore(loop);
        }

        using var listeners = new TrainingListeners(path is null ? null : new CheckpointListener(path, TimeSpan.Zero, loop, identity),
            new Stop(loop, stopAfter));
        loop.Run(listeners, default);
        history = loop.State.History;
        return [.. CnnTools.Engine.Modules.Weights.Save(model).Select(entry => entry.Bytes)];
    }

    private static CnnEpochResult Timeless(CnnEpochResult result) => result with { Seconds = 0, ImagesPerSecond = 0 };

    private static byte[] Weights(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file[(8 + (int)BitConverter.ToInt64(file, 0))..];
    }

    /// <summary>Stops the training after a step.</summary>
    private sealed class Stop(TrainingLoop loop, int? step) : ITrainingListener
    {
        public void StepEnded(LoopRun run, bool isLast)
        {
            if (!run.IsEpochComplete) StopIfDue();
        }

        public void EpochEnded(CnnEpochResult result, bool isBest) => StopIfDue();

        public void Dispose()
        {
        }

        private void StopIfDue()
        {
            if (loop.State.Step == step) throw new OperationCanceledException();
        }
    }

    /// <summary>A clock that runs a second a step.</summary>
    private sealed class StepClock(Func<long> step) : TimeProvider
    {
        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => step();
    }
}
