using System.Management.Automation;
using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Commands;

/// <summary>Emits a network with one more layer at its end, checked as it is added. The network that comes in stays as it is.</summary>
[Cmdlet(VerbsCommon.Add, "CnnLayer")]
[OutputType(typeof(CnnNetwork))]
public sealed class AddCnnLayerCommand : CnnCmdlet
{
    /// <summary>The kind of layer.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public CnnLayerKind Kind { get; set; }

    /// <summary>The network to add to.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public CnnNetwork? Network { get; set; }

    /// <summary>Conv2d: number of filters.</summary>
    [Parameter]
    [Alias("Filter")]
    public int Filters { get; set; }

    /// <summary>Conv2d and pools: side of the window in pixels.</summary>
    [Parameter]
    public int KernelSize { get; set; }

    /// <summary>Conv2d and pools: step of the window in pixels.</summary>
    [Parameter]
    public int Stride { get; set; }

    /// <summary>Conv2d and pools: what happens at the edge.</summary>
    [Parameter]
    public CnnPadding Padding { get; set; }

    /// <summary>Dense: number of outputs.</summary>
    [Parameter]
    [Alias("Unit")]
    public int Units { get; set; }

    /// <summary>Dropout: share of values set to zero, in <c>[0, 1)</c>.</summary>
    [Parameter]
    public double Rate { get; set; }

    /// <summary>Conv2d, Dense, Activation: function applied to the output.</summary>
    [Parameter]
    public CnnActivation Activation { get; set; }

    /// <summary>Conv2d, Dense: how weights start.</summary>
    [Parameter]
    public CnnInitializer Initializer { get; set; }

    /// <summary>Conv2d, Dense: adds no bias.</summary>
    [Parameter]
    public SwitchParameter NoBias { get; set; }

    /// <summary>BatchNorm2d: small number added to the variance.</summary>
    [Parameter]
    public double Epsilon { get; set; }

    /// <summary>BatchNorm2d: weight of a new batch in the running statistics.</summary>
    [Parameter]
    public double Momentum { get; set; }

    // The first layer that does not fit ends the pipeline: what comes after it was meant for another network.
    private protected override bool ErrorEndsCommand => true;

    private protected override void ProcessInput() => Emit(NetworkDraft.Add(Network!, new CnnLayer
    {
        Kind = Kind,
        Filters = Given(nameof(Filters), Filters),
        KernelSize = Given(nameof(KernelSize), KernelSize),
        Stride = Given(nameof(Stride), Stride),
        Padding = Given(nameof(Padding), Padding),
        Units = Given(nameof(Units), Units),
        Rate = Given(nameof(Rate), Rate),
        Activation = Given(nameof(Activation), Activation),
        Initializer = Given(nameof(Initializer), Initializer),
        Bias = NoBias ? false : null,
        Epsilon = Given(nameof(Epsilon), Epsilon),
        Momentum = Given(nameof(Momentum), Momentum),
    }));
}
