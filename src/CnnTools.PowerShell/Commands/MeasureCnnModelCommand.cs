using System.Management.Automation;
using CnnTools.PowerShell.Completion;

namespace CnnTools.PowerShell.Commands;

/// <summary>Runs models over a split and emits a <see cref="CnnEvaluationResult"/> a model, or a <see cref="CnnClassMetric"/> a class.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CnnModel")]
[OutputType(typeof(CnnEvaluationResult), typeof(CnnClassMetric))]
public sealed class MeasureCnnModelCommand : EvaluationCmdlet
{
    /// <summary>Emits precision, recall, F1 and support of each class instead of the whole model's figures.</summary>
    [Parameter]
    public SwitchParameter PerClass { get; set; }

    /// <summary>Emits the figures of these classes only; says PerClass as well.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClassCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Class { get; set; }

    private protected override void ProcessModel(string path) => Runner.Measure(path, DatasetFor(path), Split, PerClass || Class is not null, Class, StopToken);
}
