using System.Management.Automation;
using CnnTools.PowerShell.Completion;

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

    /// <summary>Emits only what images of these classes were taken for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClassCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Class { get; set; }

    private protected override void ProcessModel(string path) =>
        Runner.Confuse(path, DatasetFor(path), Split, MostConfused, Given(nameof(First), First), Class, StopToken);
}
