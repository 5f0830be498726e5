namespace CnnTools;

/// <summary>One of a model's answers for one image.</summary>
public sealed record CnnPrediction
{
    /// <summary>The image's file, or <c>Dataset/Split/index</c> for an image of a dataset.</summary>
    public required string Path { get; init; }

    /// <summary>1 for the most probable class, 2 for the next, and so on.</summary>
    public required int Rank { get; init; }

    /// <summary>The class.</summary>
    public required string Label { get; init; }

    /// <summary>The probability the model gives it, in <c>[0, 1]</c>.</summary>
    public required double Probability { get; init; }

    /// <summary>The true class where it is known; else null.</summary>
    public string? TrueLabel { get; init; }
}
