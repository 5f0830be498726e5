using System.Management.Automation;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Runs models and a baseline over the same images and emits a <see cref="CnnComparison"/> a model, with the p-value of the exact paired McNemar
/// test.</summary>
[Cmdlet(VerbsData.Compare, "CnnModel")]
[OutputType(typeof(CnnComparison))]
public sealed class CompareCnnModelCommand : EvaluationCmdlet
{
    /// <summary>The model to compare with: a path, or an object from <c>Get-CnnModel</c>.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Baseline { get; set; } = "";

    private protected override void ProcessModel(string path) => Runner.Compare(path, RequiredFullPath(Baseline), DatasetFor(path), Split, StopToken);
}
