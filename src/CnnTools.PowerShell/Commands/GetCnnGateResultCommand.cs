using System.Management.Automation;

namespace CnnTools.PowerShell.Commands;

/// <summary>Runs models over a split and emits a <see cref="CnnGateResult"/> a gate: value, bound, interval, images, baseline, and why.</summary>
[Cmdlet(VerbsCommon.Get, "CnnGateResult", SupportsShouldProcess = true)]
[OutputType(typeof(CnnGateResult))]
public sealed class GetCnnGateResultCommand : GateCmdlet
{
    /// <summary>Folder that gets the reports for continuous integration: JSON, JUnit XML, SARIF and Markdown, named by the model.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    private protected override void Judge(IReadOnlyList<string> models, string dataset, CnnGateOptions gates) => Gates.Judge(models, dataset, Split, gates, FullPath(ReportPath), StopToken);
}
