namespace CnnTools.Core.Reports;

/// <summary>What a report is asked for.</summary>
public sealed record ReportRequest
{
    /// <summary>
    /// The models' files, or records of trainings (<c>.run.json</c>); the first is the one that others are compared with. A training whose model is gone is
    /// shown by what its record says.
    /// May be empty where <see cref="LogPath"/> is given.
    /// </summary>
    public IReadOnlyList<string> Model { get; init; } = [];

    /// <summary>CSV logs of trainings, in place of models.</summary>
    public IReadOnlyList<string> LogPath { get; init; } = [];

    /// <summary>The dataset the models are run over; null takes the one each was trained on.</summary>
    public string? Dataset { get; init; }

    /// <summary>The split.</summary>
    public CnnSplit Split { get; init; } = CnnSplit.Test;

    /// <summary>Whether the models are run over no images: the report then shows what their files say, without libtorch.</summary>
    public bool NoEvaluation { get; init; }

    /// <summary>The HTML file.</summary>
    public required string OutputPath { get; init; }

    /// <summary>The page's title; null makes one of the models' names.</summary>
    public string? Title { get; init; }

    /// <summary>What the models are held to; null shows no gates.</summary>
    public CnnGateOptions? Gates { get; init; }

    /// <summary>Verdicts that were passed already, each on a model of the report: by its path, or its file's name without the ending.</summary>
    public IReadOnlyList<CnnGateResult> GateResult { get; init; } = [];

    /// <summary>File with verdicts that were passed already (<c>.gate.json</c>), in place of <see cref="Gates"/>.</summary>
    public string? GateReport { get; init; }

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Force { get; init; }
}
