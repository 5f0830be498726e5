namespace CnnTools;

/// <summary>The parts of a dataset.</summary>
public enum CnnSplit
{
    /// <summary>The part a network learns from.</summary>
    Train,

    /// <summary>The part a finished model is tested on, used once, at the end.</summary>
    Test,

    /// <summary>The part that early stopping and the choice of the best epoch use: a split of the dataset's own, or a fraction held out of the training
    /// split.</summary>
    Validation,
}
