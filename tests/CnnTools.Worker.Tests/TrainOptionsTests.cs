using System.CommandLine;
using System.Text.RegularExpressions;
using CnnTools.Core.Planning;
using CnnTools.Worker.Verbs;

namespace CnnTools.Worker.Tests;

/// <summary>How arguments become options.</summary>
public sealed class TrainOptionsTests
{
    private readonly TrainVerb _verb = new();
    private readonly Command _command;

    public TrainOptionsTests() => _command = _verb.Create(new WorkerHost(TextWriter.Null, null));

    private CnnTrainingOptions Read(params string[] arguments)
    {
        ParseResult parsed = _command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return _verb.Read(parsed);
    }

    [Fact]
    public void What_is_not_said_is_left_to_the_recipe() => Assert.Equal(new CnnTrainingOptions { Dataset = "Shapes" }, Read("--dataset", "Shapes"));

    [Fact]
    public void Every_option_arrives()
    {
        CnnTrainingOptions options = Read(
            "--dataset", "d", "--architecture", "a", "--epoch", "1", "--batch-size", "2", "--optimizer", "adamw", "--learning-rate", "1e-2", "--momentum", "0.5", "--weight-decay", "0.25", "--augmentation", "shift,flip",
            "--shift-fraction", "0.2", "--augmentation-start-epoch", "3",
            "--schedule", "plateau", "--schedule-factor", "0.3", "--schedule-step-epoch", "7", "--schedule-patience", "8", "--minimum-learning-rate", "1e-5", "--warm-up-epoch", "0.5", "--label-smoothing", "0.1",
            "--weight-averaging", "0.99", "--gradient-clipping", "1.5", "--mixup", "0.2", "--cut-mix", "1", "--random-erasing", "0.25", "--class-weight", "cat=2,a=b=0.5", "--time-budget", "90.5",
            "--validation-split", "Test", "--early-stopping-patience", "4", "--early-stopping-minimum-delta", "0.001", "--no-restore-best", "--seed", "-5",
            "--device", "Cuda:1", "--precision", "bfloat16", "--thread", "6", "--output-path", "o", "--log-path", "l", "--checkpoint-path", "p", "--checkpoint-interval", "2.5", "--tensorboard-path", "t", "--run-path", "r", "--resume", "--force", "--dataset-cache", "c", "--offline");

        Assert.Equal(
            new CnnTrainingOptions
            {
                Dataset = "d", Architecture = "a", Epoch = 1, BatchSize = 2, Optimizer = CnnOptimizer.AdamW, LearningRate = 0.01, Momentum = 0.5, WeightDecay = 0.25, Augmentation = CnnAugmentation.Shift | CnnAugmentation.Flip,
                ShiftFraction = 0.2, AugmentationStartEpoch = 3,
                Schedule = CnnSchedule.Plateau, ScheduleFactor = 0.3, ScheduleStepEpoch = 7, SchedulePatience = 8, MinimumLearningRate = 1e-5, WarmUpEpoch = 0.5, LabelSmoothing = 0.1,
                WeightAveraging = 0.99, GradientClipping = 1.5, Mixup = 0.2, CutMix = 1, RandomErasing = 0.25,
                ClassWeight = new CnnClassWeight(new Dictionary<string, double> { ["cat"] = 2, ["a=b"] = 0.5 }), TimeBudget = 90.5,
                ValidationSplit = CnnValidationSplit.Test, EarlyStoppingPatience = 4, EarlyStoppingMinimumDelta = 0.001, RestoreBest = false, Seed = -5,
                Device = "Cuda:1", Precision = CnnPrecision.BFloat16, Thread = 6, OutputPath = "o", LogPath = "l", CheckpointPath = "p", CheckpointInterval = 2.5, TensorBoardPath = "t", RunPath = "r", Resume = true, Force = true, DatasetCache = "c", Offline = true,
            },
            options);
    }

    [Fact]
    public void Options_are_named_like_the_properties()
    {
        IEnumerable<string> expected = typeof(CnnTrainingOptions).GetProperties().Select(property => property.Name).Where(name => name != "Network")
            .Select(name => name == "RestoreBest" ? "NoRestoreBest" : name)
            .Select(name => "--" + Regex.Replace(name, "(?<!^)([A-Z])", "-$1").ToUpperInvariant());
        Assert.Equal(expected.Concat(["--INSTALL-RUNTIME", "--SEED-COUNT", "--VERBOSE"]).Order(), _command.Options.Select(option => option.Name.ToUpperInvariant()).Order());
    }

    [Fact]
    public void Help_says_of_each_what_its_description_says()
    {
        Dictionary<string, string> help = _command.Options.ToDictionary(static option => option.Name, static option => option.Description!,
            StringComparer.Ordinal);
        Assert.All(TrainingOptions.All.Where(static option => option.Help is not null), option =>
            Assert.StartsWith(option.Help!, help[option.Argument], StringComparison.Ordinal));
        Assert.Contains("(Adam, AdamW, Sgd)", help["--optimizer"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--epoch", "2.5", "--epoch: expected a whole number; found '2.5'.")]
    [InlineData("--mixup", "0,2", "--mixup: expected a number; found '0,2'.")]
    [InlineData("--schedule", "1", "--schedule: expected Constant, Cosine, OneCycle, Step, Plateau; found '1'.")]
    [InlineData("--validation-split", "half", "ValidationSplit: expected a fraction in [0, 1) such as 0.1, 'Validation', 'Test' or 'None'; found 'half'.")]
    public void A_value_that_cannot_be_read_is_explained(string option, string value, string message) =>
        Assert.Equal(message, Assert.Single(_command.Parse(["--dataset", "Shapes", option, value]).Errors).Message);

    [Fact]
    public void A_switch_takes_a_word_too() =>
        Assert.Equal(new CnnTrainingOptions { Dataset = "d", Force = true, RestoreBest = true },
            Read("--dataset", "d", "--force", "true", "--no-restore-best", "false", "--offline:false"));
}
