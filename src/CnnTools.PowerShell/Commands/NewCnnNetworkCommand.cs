using System.Collections;
using System.Management.Automation;
using CnnTools.Core.Networks;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Begins a network of one's own and emits it: without layers, for <c>Add-CnnLayer</c>; or whole, from a hashtable, from JSON or from a network by
/// name.</summary>
[Cmdlet(VerbsCommon.New, "CnnNetwork", DefaultParameterSetName = ShapeSet)]
[Alias("New-CnnModel")]
[OutputType(typeof(CnnNetwork))]
public sealed class NewCnnNetworkCommand : CnnCmdlet
{
    private const string ShapeSet = "InputShape";
    private const string DefinitionSet = "Definition";
    private const string JsonSet = "Json";
    private const string NetworkSet = "Network";

    /// <summary>Height, width and channels of the input.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ShapeSet)]
    [Parameter(ParameterSetName = NetworkSet)]
    [ValidateRange(1, int.MaxValue)]
    public int[]? InputShape { get; set; }

    /// <summary>A network as a hashtable, or as an object from <c>ConvertFrom-Json</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DefinitionSet)]
    [ValidateNotNull]
    public object? Definition { get; set; }

    /// <summary>A network as JSON text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = JsonSet)]
    [ValidateNotNullOrEmpty]
    public string? Json { get; set; }

    /// <summary>A network's name, or the path of a network in JSON, or a network: its layers are taken.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NetworkSet)]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Architecture { get; set; }

    /// <summary>Number of classes for a network by name; without it, that of the dataset it was designed for.</summary>
    [Parameter(ParameterSetName = NetworkSet)]
    [ValidateRange(1, int.MaxValue)]
    public int ClassCount { get; set; }

    /// <summary>The network's name.</summary>
    [Parameter(ParameterSetName = ShapeSet)]
    [Parameter(ParameterSetName = NetworkSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    // Without a network to begin with the commands after this one have nothing to add to.
    private protected override bool ErrorEndsCommand => !MyInvocation.ExpectingInput;

    private protected override void ProcessInput() => Emit(ParameterSetName switch
    {
        DefinitionSet => Resolve(Definition!, null, null),
        JsonSet => NetworkJson.Parse(Json!),
        NetworkSet when Name is null => Resolve(Architecture!, InputShape, Given(nameof(ClassCount), ClassCount)),
        NetworkSet => Resolve(Architecture!, InputShape, Given(nameof(ClassCount), ClassCount)) with { Name = Name },
        _ => Begin(InputShapes.Of(InputShape!)),
    });

    private CnnNetwork Begin((int Height, int Width, int Channels) shape) => NetworkDraft.Begin(Name, shape.Height, shape.Width, shape.Channels);

    private CnnNetwork Resolve(object architecture, int[]? inputShape, int? classCount) =>
        ArchitectureChoice.Of(Plain(architecture)!, RequiredFullPath).Resolve(inputShape is null ? null : InputShapes.Of(inputShape), classCount);
}
