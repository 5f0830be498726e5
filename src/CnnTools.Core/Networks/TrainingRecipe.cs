
namespace CnnTools.Core.Networks;

/// <summary>How a network is usually trained: the values that stand in where the user gives none.</summary>
public sealed record TrainingRecipe
{
    /// <summary>For networks of photographs that were designed for far more images than most users have: one cycle of the learning rate, shifts and
    /// flips.</summary>
    public static TrainingRecipe Photographs { get; } = new()
    {
        Epoch = 30, BatchSize = 64, Optimizer = CnnOptimizer.AdamW, LearningRate = 1e-3, Schedule = CnnSchedule.OneCycle,
        Augmentation = CnnAugmentation.Shift | CnnAugmentation.Flip, ShiftFraction = 0.1,
    };

    /// <summary>Largest number of epochs.</summary>
    public int Epoch { get; init; } = 10;

    /// <summary>Images a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimizer.</summary>
    public CnnOptimizer Optimizer { get; init; } = CnnOptimizer.Adam;

    /// <summary>Learning rate (Keras' default for Adam).</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Random changes to training images.</summary>
    public CnnAugmentation Augmentation { get; init; }

    /// <summary>Largest shift as a fraction of the image's size.</summary>
    public double ShiftFraction { get; init; } = 0.1;

    /// <summary>First epoch with augmentation, from 1.</summary>
    public int AugmentationStartEpoch { get; init; } = 1;

    /// <summary>Epochs without a better watched loss before training stops; 0 never stops early.</summary>
    public int EarlyStoppingPatience { get; init; }

    /// <summary>How the learning rate changes while the network is trained.</summary>
    public CnnSchedule Schedule { get; init; }

    /// <summary>What <see cref="CnnSchedule.Step"/> and <see cref="CnnSchedule.Plateau"/> multiply the learning rate by.</summary>
    public double ScheduleFactor { get; init; } = 0.1;

    /// <summary>Epochs between two decreases of <see cref="CnnSchedule.Step"/>; null takes a third of the epochs.</summary>
    public int? ScheduleStepEpoch { get; init; }

    /// <summary>Epochs without a better watched loss that <see cref="CnnSchedule.Plateau"/> bears.</summary>
    public int SchedulePatience { get; init; } = 2;

    /// <summary>Learning rate below which <see cref="CnnSchedule.Cosine"/> and <see cref="CnnSchedule.Plateau"/> do not go.</summary>
    public double MinimumLearningRate { get; init; }

    /// <summary>Epochs over which the learning rate rises at the beginning; null takes the schedule's own.</summary>
    public double? WarmUpEpoch { get; init; }

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
}
