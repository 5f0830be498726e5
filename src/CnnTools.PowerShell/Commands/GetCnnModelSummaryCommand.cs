using System.Management.Automation;
using CnnTools.Core.Networks;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Shows a network layer by layer: output shape, parameters, floating-point operations, memory.</summary>
[Cmdlet(VerbsCommon.Get, "CnnModelSummary")]
[OutputType(typeof(CnnLayerSummary))]
public sealed class GetCnnModelSummaryCommand : CnnCmdlet
{
    /// <summary>A network's name, the path of a network in JSON, a <see cref="CnnNetwork"/>, or an object from <c>Get-CnnArchitecture</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    [ValidateNotNullOrEmpty]
    public object Architecture { get; set; } = "";

    /// <summary>Height, width and channels of the input; without it, those the network was designed for.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int[]? InputShape { get; set; }

    /// <summary>Number of classes of a network given by its name; without it, that of the dataset it was designed for.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ClassCount { get; set; }

    private protected override void ProcessInput()
    {
        ArchitectureChoice architecture = ArchitectureChoice.Of(Plain(Architecture)!, RequiredFullPath);
        CnnNetwork network = architecture.Resolve(InputShape is null ? null : InputShapes.Of(InputShape), Given(nameof(ClassCount), ClassCount));
        foreach (CnnLayerSummary line in NetworkSummary.Of(network)) Emit(line);
    }
}
