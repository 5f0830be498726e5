using System.Management.Automation;
using CnnTools.PowerShell.Completion;

namespace CnnTools.PowerShell.Commands;

/// <summary>Downloads datasets into the cache, unless they are there, checks them and describes them.</summary>
[Cmdlet(VerbsData.Save, "CnnDataset", SupportsShouldProcess = true)]
[OutputType(typeof(CnnDatasetInfo))]
public sealed class SaveCnnDatasetCommand : DatasetCmdlet
{
    /// <summary>Names of datasets, or objects from <c>Get-CnnDataset</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput()
    {
        foreach (string name in Name) Runner.Save(name, StopToken);
    }
}
