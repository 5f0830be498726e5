namespace CnnTools;

/// <summary>One cell of a confusion matrix.</summary>
public sealed record CnnConfusionCell
{
    /// <summary>The true class.</summary>
    public required string TrueLabel { get; init; }

    /// <summary>The class the model gave.</summary>
    public required string PredictedLabel { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>Their share of the true class's images, in <c>[0, 1]</c>.</summary>
    public required double Share { get; init; }
}
