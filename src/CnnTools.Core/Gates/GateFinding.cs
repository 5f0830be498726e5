namespace CnnTools.Core.Gates;

/// <summary>What one gate found, before model and severity are added.</summary>
internal sealed record GateFinding(CnnGateOutcome Outcome, string Reason)
{
    public double? Value { get; init; }

    public double? Bound { get; init; }

    public double? Lower { get; init; }

    public double? Upper { get; init; }

    public int? Count { get; init; }

    public double? BaselineValue { get; init; }

    public string? Baseline { get; init; }

    public string? Class { get; init; }

    /// <summary>The code, where it is not the gate's own.</summary>
    public string? Code { get; init; }

    public static GateFinding Of(bool holds, double value, double bound, string reason) => new(holds ? CnnGateOutcome.Passed : CnnGateOutcome.Failed, reason + ".") { Value = value, Bound = bound };

    public static GateFinding Missing(string code, string reason) => new(CnnGateOutcome.Missing, reason) { Code = code };
}
