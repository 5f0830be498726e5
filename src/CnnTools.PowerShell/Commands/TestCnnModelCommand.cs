using System.Management.Automation;

namespace CnnTools.PowerShell.Commands;

/// <summary>Runs models over a split and emits exactly one Boolean a model: whether it passes every gate that is set.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CnnModel")]
[OutputType(typeof(bool))]
public sealed class TestCnnModelCommand : GateCmdlet
{
    private protected override void Judge(IReadOnlyList<string> models, string dataset, CnnGateOptions gates) => Gates.Test(models, dataset, Split, gates, StopToken);
}
