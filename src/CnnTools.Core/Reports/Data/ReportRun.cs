using CnnTools.Core.Gates;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Statistics;

namespace CnnTools.Core.Reports.Data;

/// <summary>One training, or one model, in a report. What is null or empty has no section.</summary>
internal sealed record ReportRun
{
    /// <summary>What it goes by in the report.</summary>
    public required string Name { get; init; }

    /// <summary>The dataset trained on; null where nobody says.</summary>
    public string? Dataset { get; init; }

    /// <summary>The network.</summary>
    public CnnNetwork? Network { get; init; }

    /// <summary>The network's name, where the network itself is not known.</summary>
    public string? Architecture { get => field ?? Network?.Name; init; }

    /// <summary>When the training began; null where nobody wrote it down.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>How the training stands or ended; null where nobody wrote it down.</summary>
    public CnnRunState? State { get; init; }

    /// <summary>The epochs.</summary>
    public IReadOnlyList<CnnEpochResult> History { get; init; } = [];

    /// <summary>The epoch whose weights were kept.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The grade at the end of the training, where the model was not evaluated for the report; a count of 0 is an unknown one.</summary>
    public EvaluationScore? Test { get; init; }

    /// <summary>Size of the model's file in bytes.</summary>
    public long? Bytes { get; init; }

    /// <summary>What the training was told, names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>Where the model comes from, names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Provenance { get; init; } = [];

    /// <summary>The share of images it was right about, of the evaluation for the report, else of the grade at the end of the training.</summary>
    public double? Accuracy => Evaluation?.Result.Accuracy ?? Test?.Accuracy;

    /// <summary>The 95% Wilson interval of <see cref="Accuracy"/>; null where nobody knows of how many images.</summary>
    public WilsonInterval? Interval => Evaluation?.Result is { } result ? new WilsonInterval(result.AccuracyLower, result.AccuracyUpper)
        : Test is { Count: > 0 } test ? WilsonInterval.Of((int)Math.Round(Math.Clamp(test.Accuracy, 0, 1) * test.Count), test.Count)
        : null;

    /// <summary>The model's answers to the images of a split.</summary>
    public ReportEvaluation? Evaluation { get; init; }

    /// <summary>What the model was held to.</summary>
    public ReportGates? Gates { get; init; }
}

/// <summary>Verdicts on a model.</summary>
/// <param name="Results">One a gate.</param>
/// <param name="Notes">What to know beside them.</param>
internal sealed record ReportGates(IReadOnlyList<CnnGateResult> Results, IReadOnlyList<GateNote> Notes)
{
    /// <summary>Gates that keep the model out.</summary>
    public int Failing => Results.Count(static result => result.Fails);
}
