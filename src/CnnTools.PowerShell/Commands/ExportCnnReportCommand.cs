using System.Management.Automation;
using CnnTools.Core.Reports;
using CnnTools.Engine.Sessions;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Output;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>Writes one HTML file that shows a model or a training, or compares several, and emits the file: curves, confusion matrix, scores, reliability,
/// images, network, options, provenance. Or shows the log of a training, also while it runs.</summary>
[Cmdlet(VerbsData.Export, "CnnReport", SupportsShouldProcess = true, DefaultParameterSetName = ModelSet)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCnnReportCommand : InferenceCmdlet
{
    private const string ModelSet = "Model";
    private const string LogSet = "Log";

    private readonly List<string> _models = [];

    /// <summary>
    /// Paths of model files or records of trainings (<c>.run.json</c>), with wildcards if wanted, or objects from <c>Get-CnnModel</c> or <c>Get-CnnRun</c>. The
    /// first is the one that the
    /// others are compared with. A training whose model is gone is shown by its record.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [Alias("Path", "Run")]
    [SupportsWildcards]
    [ReportSourceTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>CSV logs of trainings (<c>-LogPath</c> of <c>Invoke-CnnTraining</c>, or <c>Export-Csv</c>), in place of models.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LogSet)]
    [ValidateNotNullOrEmpty]
    public string[] LogPath { get; set; } = [];

    /// <summary>Writes the page again whenever a log grows, until Ctrl+C; a browser that shows it follows.</summary>
    [Parameter(ParameterSetName = LogSet)]
    public SwitchParameter Follow { get; set; }

    /// <summary>The images the models are run over; default those each was trained on.</summary>
    [Parameter(Position = 1, ParameterSetName = ModelSet)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>The split; default Test.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    public CnnSplit Split { get; set; } = CnnSplit.Test;

    /// <summary>Runs the models over no images: the report shows what their files say. Needs no libtorch.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    public SwitchParameter NoEvaluation { get; set; }

    /// <summary>Verdicts to show.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public CnnGateResult[] GateResult { get; set; } = [];

    /// <summary>The HTML file, or an existing folder; without it, beside the first model or log, under its name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>The page's title; without it, network and dataset.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    // All models make one report: there is none where one of them cannot be read.
    private protected override bool ErrorEndsCommand => true;

    private protected override void ProcessInput()
    {
        foreach (string model in Model) _models.AddRange(ModelChoice.Resolve(model, RequiredFullPath, ExpandWildcard));
    }

    private protected override void Finish()
    {
        string[] logs = [.. LogPath.Select(RequiredFullPath)];
        if (_models.Count + logs.Length == 0)
        {
            // As with -WhatIf on the command before: no reason to stop a script.
            ((ICommandOutput)this).Warning("No model and no training came; no report is written.");
            return;
        }

        var runner = new ReportRunner(this, Options());
        var request = new ReportRequest
        {
            Model = _models,
            LogPath = logs,
            Dataset = Dataset is null ? null : DatasetChoice.Resolve(Dataset, RequiredFullPath),
            Split = Split,
            NoEvaluation = NoEvaluation,
            GateResult = GateResult,
            OutputPath = ReportSession.Target(_models.Count > 0 ? _models[0] : logs[0], FullPath(OutputPath)),
            Title = Title,
            Force = Force,
        };
        if (Follow) runner.Follow(request, StopToken);
        else runner.Write(request, StopToken);
    }
}
