namespace CnnTools;

/// <summary>One gate's verdict on one model.</summary>
public sealed record CnnGateResult
{
    /// <summary>The model's name or full path.</summary>
    public required string Model { get; init; }

    /// <summary>The gate.</summary>
    public required CnnGate Gate { get; init; }

    /// <summary>How it ended.</summary>
    public required CnnGateOutcome Outcome { get; init; }

    /// <summary>What it does when it does not pass.</summary>
    public required CnnGateSeverity Severity { get; init; }

    /// <summary>Whether the gate keeps the model out: it did not pass and is an error.</summary>
    public bool Fails => Outcome != CnnGateOutcome.Passed && Severity == CnnGateSeverity.Error;

    /// <summary>The figure compared, in the gate's unit; null where it is missing.</summary>
    public double? Value { get; init; }

    /// <summary>What it is compared with, in the same unit.</summary>
    public double? Bound { get; init; }

    /// <summary>Lower end of the figure's 95% interval, where it has one.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the figure's 95% interval, where it has one.</summary>
    public double? Upper { get; init; }

    /// <summary>Images the figure rests on.</summary>
    public int? Count { get; init; }

    /// <summary>The baseline's figure, for the gates that compare with one.</summary>
    public double? BaselineValue { get; init; }

    /// <summary>The baseline, for the gates that compare with one.</summary>
    public string? Baseline { get; init; }

    /// <summary>The worst class, for the gates that look at classes.</summary>
    public string? Class { get; init; }

    /// <summary>The stable code that a build reports it under, for instance <c>CNN2001</c>.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence: value, bound, interval, images, baseline, and why.</summary>
    public required string Reason { get; init; }
}
