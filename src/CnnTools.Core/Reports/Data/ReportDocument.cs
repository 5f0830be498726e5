namespace CnnTools.Core.Reports.Data;

/// <summary>All that a report shows, before it becomes a page.</summary>
internal sealed record ReportDocument
{
    /// <summary>The page's title.</summary>
    public required string Title { get; init; }

    /// <summary>The trainings or models, at least one; the first is the one that others are compared with.</summary>
    public required IReadOnlyList<ReportRun> Run { get; init; }

    /// <summary>Verdicts on all runs together: on the one there is, or on a recipe trained with several seeds.</summary>
    public ReportGates? Gates { get; init; }

    /// <summary>When the page was made.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>For how long the page is good, while the training runs; null once nothing changes any more.</summary>
    public TimeSpan? Refresh { get; init; }

    /// <summary>The largest number of epochs, while the training runs.</summary>
    public int? EpochCount { get; init; }
}
