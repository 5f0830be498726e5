namespace CnnTools;

/// <summary>How well a model does on one class.</summary>
public sealed record CnnClassMetric
{
    /// <summary>The class.</summary>
    public required string Class { get; init; }

    /// <summary>Of the images taken for the class, the share that is, in <c>[0, 1]</c>; 0 where none was.</summary>
    public required double Precision { get; init; }

    /// <summary>Of the images of the class, the share that was found, in <c>[0, 1]</c>; 0 where there is none.</summary>
    public required double Recall { get; init; }

    /// <summary>Harmonic mean of precision and recall.</summary>
    public required double F1 { get; init; }

    /// <summary>Images of the class.</summary>
    public required int Support { get; init; }
}
