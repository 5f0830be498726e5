namespace CnnTools;

/// <summary>The two parts every dataset is published in.</summary>
public enum CnnSplit
{
    /// <summary>The part a network learns from; early stopping watches a piece held out of it.</summary>
    Train,

    /// <summary>The part a finished model is graded on, read once, at the end.</summary>
    Test,
}
