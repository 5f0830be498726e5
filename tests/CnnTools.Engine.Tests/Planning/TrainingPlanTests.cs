using CnnTools.Core.Planning;
using CnnTools.Engine.Sessions;

namespace CnnTools.Engine.Tests.Planning;

/// <summary>A plan is made once, with every choice checked, and is what runs.</summary>
[Collection(AloneInProcess.Name)]
public sealed class TrainingPlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-plan-").FullName;

    private static CnnTrainingOptions Options => new()
    {
        Dataset = "Shapes", BatchSize = 500, Epoch = 2, Thread = 1, Device = "Cpu",
        Network = new CnnNetwork
        {
            Name = "Linear", Height = 32, Width = 32, Channels = 3,
            Layers = [new() { Kind = CnnLayerKind.AveragePool2d, KernelSize = 4 }, new() { Kind = CnnLayerKind.Flatten },
                new() { Kind = CnnLayerKind.Dense, Units = 10 }],
        },
    };

    [Fact]
    public void Every_wrong_option_is_reported_at_once_under_the_id_of_the_first()
    {
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(Options with
        {
            Epoch = 0, BatchSize = -1, LearningRate = double.NaN, Schedule = CnnSchedule.Cosine, ScheduleFactor = 0.5,
                ValidationSplit = CnnValidationSplit.None, EarlyStoppingPatience = 3, Device = "Gpu",
            OutputPath = _folder, Resume = true,
        }));
        Assert.Equal(("OptionInvalid", CnnErrorCategory.InvalidArgument, 0), (error.ErrorId, error.Category, error.Target));
        Assert.StartsWith("8 options cannot be used. (1) Epoch: expected a whole number of at least 1; found 0. (2) BatchSize: ", error.Message,
            StringComparison.Ordinal);
        string[] parts = ["(3) LearningRate: ", "(4) ScheduleFactor 0.5 is for Schedule Step or Plateau; found Schedule Cosine",
            "(5) EarlyStoppingPatience 3 needs", "(6) Device: ", "(7) OutputPath: ", "(8) Resume: "];
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message); // one line is one diagnostic of a build
    }

    [Fact]
    public void A_single_wrong_option_keeps_its_own_message()
    {
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(Options with { LabelSmoothing = 1.5 }));
        Assert.Equal("LabelSmoothing: expected a fraction in [0, 1); found 1.5.", error.Message);
        Assert.Equal(1.5, error.Target);
    }

    [Fact]
    public void What_rests_on_a_wrong_option_is_not_judged()
    {
        // Below no number of epochs, and of no dataset's classes: that would be noise beside the true cause.
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(Options with { Epoch = -1, WarmUpEpoch = 5 }));
        Assert.StartsWith("Epoch: ", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<CnnException>(() =>
            TrainingSession.Plan(Options with { Dataset = "Shaps", ClassWeight = CnnClassWeight.Parse("1,2"), Mixup = -1 }));
        Assert.Equal("DatasetNotFound", error.ErrorId);
        Assert.StartsWith("2 options cannot be used.", error.Message, StringComparison.Ordinal);
        Assert.Contains("(2) Mixup: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_that_was_shown_is_the_one_that_runs()
    {
        string model = Path.Combine(_folder, "m.safetensors");
        TrainingPlan plan = TrainingSession.Plan(Options with { OutputPath = model });
        Assert.Empty(Directory.GetFiles(_folder));
        CnnTrainingResult result = TrainingSession.Run(plan, new SilentObserver(), default);
        Assert.Equal(plan.Seed, result.Seed); // drawn once
        Assert.Contains(plan.Describe(), line => line.EndsWith(FormattableString.Invariant($"seed {plan.Seed}"), StringComparison.Ordinal));
        Assert.Equal(["Dataset", "Network", "Training", "Augmentation", "Schedule", "Validation", "Device", "Model"],
            plan.Lines.Select(static line => line.Key));
    }

    [Fact]
    public void A_checkpoint_is_read_when_the_plan_is_made_and_not_again()
    {
        string checkpoint = Path.Combine(_folder, "c");
        CnnTrainingResult straight = TrainingSession.Run(Options with { Seed = 3 }, new SilentObserver(), default);
        using var cancel = new CancellationTokenSource();
        CnnTrainingOptions resumable = Options with { CheckpointPath = checkpoint, Resume = true };
        Assert.Throws<OperationCanceledException>(() => TrainingSession.Run(resumable with { Seed = 3 },
            new SilentObserver { OnEpochDone = _ => cancel.Cancel() }, cancel.Token));

        TrainingPlan plan = TrainingSession.Plan(resumable);
        Assert.Contains(plan.Describe(), static line => line.Contains("resumed in epoch 2, after 18 steps", StringComparison.Ordinal));
        foreach (string file in Directory.GetFiles(_folder)) File.Delete(file);
        CnnTrainingResult resumed = TrainingSession.Run(plan, new SilentObserver(), default);
        Assert.Equal((3L, 2, straight.TestLoss), (resumed.Seed, resumed.Epoch, resumed.TestLoss));
        // A plan can be run again: the training has not moved the checkpoint that it holds.
        Assert.Equal(straight.TestLoss, TrainingSession.Run(plan, new SilentObserver(), default).TestLoss);
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_before_any_data_is_read()
    {
        CnnTrainingOptions options = Options with { Epoch = 1, Seed = 3, CheckpointPath = Path.Combine(_folder, "c") };
        TrainingSession.Run(options, new SilentObserver(), default);
        CnnException error = Assert.Throws<CnnException>(() => TrainingSession.Plan(options with { Resume = true, BatchSize = 250, Mixup = 0.5 }));
        Assert.Equal("CheckpointMismatch", error.ErrorId);
        Assert.Contains("BatchSize was 500, is 250; Mixup was 0, is 0.5", error.Message, StringComparison.Ordinal);
        TrainingSession.Plan(options with { Resume = true, Epoch = 7, TimeBudget = 9 }); // a training may be extended
        TrainingSession.Plan(options with { Force = true, Mixup = 0.5 }); // nor does it matter to one that begins anew
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
