using System.Management.Automation;

namespace CnnTools.PowerShell.Commands;

/// <summary>Runs a model over a split and emits how often each class was taken for each class, a <see cref="CnnConfusionCell"/> a pair of classes.</summary>
[Cmdlet(VerbsCommon.Get, "CnnConfusionMatrix")]
[OutputType(typeof(CnnConfusionCell))]
public sealed class GetCnnConfusionMatrixCommand : EvaluationCmdlet
{
    /// <summary>Emits only the mistakes, most frequent first.</summary>
    [Parameter]
    public SwitchParameter MostConfused { get; set; }

    /// <summary>How many cells to emit at most; without it, all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    private protected override void ProcessModel(string path) =>
        Runner.Confuse(path, DatasetName, Split, MostConfused, MyInvocation.BoundParameters.ContainsKey(nameof(First)) ? First : null, StopToken);
}
