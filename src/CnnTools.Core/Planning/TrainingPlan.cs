using System.Globalization;
using CnnTools.Core.Networks;

namespace CnnTools.Core.Planning;

/// <summary>A training with every choice made: what the user asked for, filled up from the architecture's recipe and checked.</summary>
public sealed record TrainingPlan
{
    /// <summary>The dataset as the user named it.</summary>
    public required string Dataset { get; init; }

    /// <summary>The training split's description.</summary>
    public required CnnDatasetInfo Train { get; init; }

    /// <summary>Whether the dataset has a test split to grade on.</summary>
    public required bool HasTest { get; init; }

    /// <summary>The network to train; its outputs are the dataset's classes.</summary>
    public required CnnNetwork Network { get; init; }

    /// <summary>Largest number of epochs.</summary>
    public required int Epoch { get; init; }

    /// <summary>Images a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The optimizer.</summary>
    public required CnnOptimizer Optimizer { get; init; }

    /// <summary>Learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Momentum of SGD.</summary>
    public required double Momentum { get; init; }

    /// <summary>Weight decay.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Random changes to training images.</summary>
    public required CnnAugmentation Augmentation { get; init; }

    /// <summary>Largest shift as a fraction of the image's size.</summary>
    public required double ShiftFraction { get; init; }

    /// <summary>First epoch with augmentation, from 1.</summary>
    public required int AugmentationStartEpoch { get; init; }

    /// <summary>How the learning rate changes while the network is trained.</summary>
    public CnnSchedule Schedule { get; init; }

    /// <summary>What <see cref="CnnSchedule.Step"/> and <see cref="CnnSchedule.Plateau"/> multiply the learning rate by.</summary>
    public double ScheduleFactor { get; init; } = 0.1;

    /// <summary>Epochs between two decreases of <see cref="CnnSchedule.Step"/>.</summary>
    public int ScheduleStepEpoch { get; init; } = 1;

    /// <summary>Epochs without a better watched loss that <see cref="CnnSchedule.Plateau"/> bears.</summary>
    public int SchedulePatience { get; init; } = 2;

    /// <summary>Learning rate below which <see cref="CnnSchedule.Cosine"/> and <see cref="CnnSchedule.Plateau"/> do not go.</summary>
    public double MinimumLearningRate { get; init; }

    /// <summary>Epochs over which the learning rate rises at the beginning.</summary>
    public double WarmUpEpoch { get; init; }

    /// <summary>Share of each label that is spread over all classes; 0 is off.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Decay a step of the running average of the weights; 0 is off.</summary>
    public double WeightAveraging { get; init; }

    /// <summary>Largest norm of all gradients together; 0 is off.</summary>
    public double GradientClipping { get; init; }

    /// <summary>Parameter of mixup's Beta distribution; 0 is off.</summary>
    public double Mixup { get; init; }

    /// <summary>Parameter of CutMix's Beta distribution; 0 is off.</summary>
    public double CutMix { get; init; }

    /// <summary>Share of the training images in which a random rectangle is replaced by noise; 0 is off.</summary>
    public double RandomErasing { get; init; }

    /// <summary>How much each class counts in the training loss.</summary>
    public CnnClassWeight ClassWeight { get; init; } = CnnClassWeight.None;

    /// <summary>Time after which the training stops at the end of the step; null sets no limit.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>What early stopping and best-model selection watch.</summary>
    public required CnnValidationSplit ValidationSplit { get; init; }

    /// <summary>Epochs without a better watched loss before training stops; 0 never stops early.</summary>
    public required int EarlyStoppingPatience { get; init; }

    /// <summary>Smallest decrease of the watched loss that counts as better.</summary>
    public required double EarlyStoppingMinimumDelta { get; init; }

    /// <summary>Whether the weights of the best epoch are the result.</summary>
    public required bool RestoreBest { get; init; }

    /// <summary>Seed of every random stream.</summary>
    public required long Seed { get; init; }

    /// <summary>The device as asked for; <c>Auto</c> is decided when libtorch is loaded.</summary>
    public required string Device { get; init; }

    /// <summary>Number format of the computation.</summary>
    public required CnnPrecision Precision { get; init; }

    /// <summary>CPU threads.</summary>
    public required int Thread { get; init; }

    /// <summary>Full path of the model to write; null writes none.</summary>
    public required string? OutputPath { get; init; }

    /// <summary>Full path of the CSV log; null writes none.</summary>
    public required string? LogPath { get; init; }

    /// <summary>Full path of the checkpoint; null writes none.</summary>
    public required string? CheckpointPath { get; init; }

    /// <summary>Time between checkpoints within an epoch; one is written at the end of every epoch as well.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>Full path of the folder for TensorBoard's event files; null writes none.</summary>
    public string? TensorBoardPath { get; init; }

    /// <summary>Full path of the folder for the record of the run; null writes none.</summary>
    public string? RunPath { get; init; }

    /// <summary>The plan as lines to read.</summary>
    public IEnumerable<string> Describe()
    {
        FormattableString augmentation = Augmentation == CnnAugmentation.None
            ? (FormattableString)$"none"
            : $"{Augmentation}, shift up to {ShiftFraction:0.##}, from epoch {AugmentationStartEpoch}";
        FormattableString stopping = EarlyStoppingPatience == 0 || ValidationSplit.IsNone
            ? (FormattableString)$"off"
            : $"patience {EarlyStoppingPatience}, minimum delta {EarlyStoppingMinimumDelta:0.######}";
        yield return Line($"Dataset {Train.Name}: {(Train.Count > 0 ? Train.Count.ToString(CultureInfo.InvariantCulture) : "?")} training images of {Train.Height}x{Train.Width}x{Train.Channels}, {Train.Classes.Count} classes");
        yield return Line($"Network {Network.Name}: {NetworkSummary.Of(Network).Sum(static layer => layer.Parameters)} parameters");
        yield return Line($"Optimizer {Optimizer}, learning rate {LearningRate:0.######}, weight decay {WeightDecay:0.######}, batch size {BatchSize}, at most {Epoch} epochs");
        yield return $"Schedule: {TechniqueText.OfSchedule(this)}";
        yield return Line($"Augmentation: {augmentation}");
        if (TechniqueText.Of(this).ToArray() is { Length: > 0 } techniques) yield return $"Techniques: {string.Join(", ", techniques)}";
        if (TimeBudget is { } budget) yield return Line($"Time budget: {budget.TotalSeconds:0.###} seconds of training");
        yield return Line($"Validation: {(ValidationSplit.UseTest ? "the test split (the final test accuracy will be too good)" : ValidationSplit.IsNone ? "none" : ValidationSplit + " of each class held out of the training split")}; early stopping: {stopping}");
        yield return Line($"Device {Device}, precision {Precision}, {Thread} CPU threads, seed {Seed}");
        if (OutputPath is not null) yield return Line($"Model to {OutputPath}");
        if (LogPath is not null) yield return Line($"Log to {LogPath}");
        if (CheckpointPath is not null) yield return Line($"Checkpoint to {CheckpointPath}, each epoch and every {CheckpointInterval.TotalSeconds:0} seconds");
        if (TensorBoardPath is not null) yield return Line($"Event files for TensorBoard to {TensorBoardPath}");
        if (RunPath is not null) yield return Line($"Record of the run to {RunPath}");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Describe());

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
