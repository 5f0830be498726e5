using System.Management.Automation;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>Runs models over a split and writes the baseline that later ones are compared with: small JSON for the repository, one bit an image. Several models
/// are one recipe trained with several seeds.</summary>
[Cmdlet(VerbsCommon.New, "CnnBaseline", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewCnnBaselineCommand : EvaluationCmdlet
{
    private readonly List<string> _models = [];
    private string _dataset = "";

    /// <summary>The baseline's file; its name usually ends in <c>.baseline.json</c>.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    // The file holds all models of the pipeline, so that nothing can be written before the last one has come.
    private protected override void ProcessModel(string path)
    {
        string dataset = DatasetFor(path);
        if (_models.Count > 0 && _dataset != dataset) throw new CnnException("DatasetMismatch", CnnErrorCategory.InvalidArgument, $"{path}: expected all models on {_dataset}, because a baseline rests on the same images; found {dataset}. Give Dataset.", path);
        _dataset = dataset;
        _models.Add(path);
    }

    private protected override void Finish()
    {
        if (_models.Count > 0) new GateRunner(this, Runner).WriteBaseline(_models, _dataset, Split, RequiredFullPath(OutputPath), Force, StopToken);
    }
}
