using System.Management.Automation;

namespace CnnTools.PowerShell.Commands;

/// <summary>Runs models over a split and emits exactly one Boolean a model: whether its accuracy reaches a minimum.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CnnModel")]
[OutputType(typeof(bool))]
public sealed class TestCnnModelCommand : EvaluationCmdlet
{
    /// <summary>The accuracy that must be reached, in <c>[0, 1]</c>.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateRange(0.0, 1.0)]
    public double MinimumAccuracy { get; set; }

    private protected override void ProcessModel(string path) => Runner.Test(path, DatasetName, Split, MinimumAccuracy, StopToken);
}
