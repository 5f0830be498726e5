using CnnTools.Core.Planning;
using CnnTools.Engine.Sessions;

namespace CnnTools.Engine.Tests.Planning;

/// <summary>The table of options is complete, and what is written of a training follows from it.</summary>
public sealed class TrainingOptionsTests
{
    [Fact]
    public void Every_property_is_described_once() =>
        Assert.Equal(typeof(CnnTrainingOptions).GetProperties().Select(static property => property.Name),
            TrainingOptions.All.Select(static option => option.Name));

    [Fact]
    public void Front_ends_find_a_name_and_a_sentence()
    {
        TrainingOption[] shown = [.. TrainingOptions.All.Where(static option => option.Help is not null)];
        Assert.Equal(["Network"], TrainingOptions.All.Except(shown).Select(static option => option.Name));
        Assert.Equal(shown.Length, shown.Select(static option => option.Argument).Distinct(StringComparer.Ordinal).Count());
        Assert.All(shown, static option => Assert.False(option.Help!.EndsWith('.') || option.Help.Contains('\n', StringComparison.Ordinal), option.Name));
        Assert.Equal(("--early-stopping-minimum-delta", "--no-restore-best", "--cut-mix"),
            (TrainingOptions.EarlyStoppingMinimumDelta.Argument, TrainingOptions.RestoreBest.Argument, TrainingOptions.CutMix.Argument));
    }

    [Fact]
    public void Options_are_given_and_read_back()
    {
        var options = new CnnTrainingOptions { Dataset = "" };
        TrainingOptions.Dataset.Give(options, "Shapes");
        TrainingOptions.Mixup.Give(options, 0.2);
        TrainingOptions.RestoreBest.Give(options, false);
        TrainingOptions.Optimizer.Give(options, CnnOptimizer.Sgd);
        Assert.Equal(new CnnTrainingOptions { Dataset = "Shapes", Mixup = 0.2, RestoreBest = false, Optimizer = CnnOptimizer.Sgd }, options);
        Assert.Null(TrainingOptions.CutMix.Given(options));
    }

    /// <summary>The names are on users' disks: in model files, in checkpoints and in records. A new option adds to them; none may go or change.</summary>
    [Fact]
    public void What_is_on_disk_keeps_its_names_and_forms()
    {
        TrainingPlan plan = TrainingSession.Plan(new CnnTrainingOptions
        {
            Dataset = "Shapes", Seed = 4, Thread = 1, Epoch = 5, Schedule = CnnSchedule.Cosine, LearningRate = 0.1, TimeBudget = 90.5,
                ClassWeight = CnnClassWeight.Balanced, ValidationSplit = new CnnValidationSplit(0.2),
            Augmentation = CnnAugmentation.Shift | CnnAugmentation.Flip,
        });
        string[] course =
        [
            "Augmentation", "AugmentationStartEpoch", "BatchSize", "ClassWeight", "CutMix", "EarlyStoppingMinimumDelta", "EarlyStoppingPatience",
                "GradientClipping", "LabelSmoothing", "LearningRate",
            "MinimumLearningRate", "Mixup", "Momentum", "Optimizer", "Precision", "RandomErasing", "RestoreBest", "Schedule", "ScheduleFactor",
                "SchedulePatience", "ScheduleStepEpoch", "Seed", "ShiftFraction",
            "ValidationSplit", "WarmUpEpoch", "WeightAveraging", "WeightDecay",
        ];
        var provenance = new ModelProvenance(plan, "hash", [], "Cpu", "test");
        TrainingIdentity identity = TrainingIdentity.Of(provenance);
        Assert.Empty(((string[])[.. course, "Dataset", "Network"]).Except(identity.Choices.Keys));
        Assert.Equal(["Device", "Thread", "libtorch"], identity.Circumstances.Keys);
        Assert.Equal(("Cosine over 5 epochs", "-", "0.1", "Shift, Flip", "0.2", "True"), (
            identity.Choices["Schedule"], identity.Choices["ScheduleStepEpoch"], identity.Choices["LearningRate"], identity.Choices["Augmentation"],
                identity.Choices["ValidationSplit"], identity.Choices["RestoreBest"]));

        IReadOnlyDictionary<string, object> model = provenance.Describe();
        Assert.Empty(((string[])[.. course, "Engine", "TorchVersion", "Dataset", "DatasetHash", "Device", "Thread", "Epoch", "TimeBudget", "BestEpoch"])
            .Except(model.Keys));
        Assert.Equal(("Balanced", 90.5, "0.2", CnnOptimizer.Adam), (model["ClassWeight"], model["TimeBudget"], model["ValidationSplit"], model["Optimizer"]));
        Assert.DoesNotContain("Test", model.Keys); // null is left out

        SortedDictionary<string, string> record = RunOptions.Of(plan);
        Assert.Empty(((string[])[.. course, "Thread", "Epoch", "TimeBudget", "CheckpointInterval"]).Except(record.Keys));
        Assert.Equal(("300", "90.5", "Balanced"), (record["CheckpointInterval"], record["TimeBudget"], record["ClassWeight"]));
        Assert.DoesNotContain("OutputPath", record.Keys);
    }
}
