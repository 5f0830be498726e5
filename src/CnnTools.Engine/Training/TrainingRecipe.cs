namespace CnnTools.Engine.Training;

/// <summary>How a network is usually trained: the values that stand in where the user gives none.</summary>
public sealed record TrainingRecipe
{
    /// <summary>Largest number of epochs.</summary>
    public int Epoch { get; init; } = 10;

    /// <summary>Pictures a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimizer.</summary>
    public CnnOptimizer Optimizer { get; init; } = CnnOptimizer.Adam;

    /// <summary>Learning rate (Keras' default for Adam).</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Random changes to training pictures.</summary>
    public CnnAugmentation Augmentation { get; init; }

    /// <summary>Largest shift as a fraction of the picture's size.</summary>
    public double ShiftFraction { get; init; } = 0.1;

    /// <summary>First epoch with augmentation, from 1.</summary>
    public int AugmentationStartEpoch { get; init; } = 1;

    /// <summary>Epochs without a better watched loss before training stops; 0 never stops early.</summary>
    public int EarlyStoppingPatience { get; init; }
}
