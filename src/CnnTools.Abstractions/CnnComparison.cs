namespace CnnTools;

/// <summary>Two models on the same images.</summary>
public sealed record CnnComparison
{
    /// <summary>Full path of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Full path of the model it is compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The split.</summary>
    public required CnnSplit Split { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>Accuracy of the model, in <c>[0, 1]</c>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Accuracy of the baseline, in <c>[0, 1]</c>.</summary>
    public required double BaselineAccuracy { get; init; }

    /// <summary>Accuracy less the baseline's; positive where the model is better.</summary>
    public double Difference => Accuracy - BaselineAccuracy;

    /// <summary>Images only the model classified correctly.</summary>
    public required int OnlyModel { get; init; }

    /// <summary>Images only the baseline classified correctly.</summary>
    public required int OnlyBaseline { get; init; }

    /// <summary>Two-sided p-value of the exact paired McNemar test: how often two equally good models would differ this much.</summary>
    public required double PValue { get; init; }

    /// <summary>Whether the p-value is below 0.05.</summary>
    public bool Significant => PValue < 0.05;
}
