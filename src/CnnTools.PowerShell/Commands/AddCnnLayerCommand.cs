using System.Management.Automation;
using CnnTools.Core.Networks;
using CnnTools.PowerShell.Completion;

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

    /// <summary>Conv2d: number of filters. PadChannels: number of channels.</summary>
    [Parameter]
    [Alias("Filter")]
    public int Filters { get; set; }

    /// <summary>Convolutions and pools: side of the window in pixels.</summary>
    [Parameter]
    public int KernelSize { get; set; }

    /// <summary>Convolutions and pools: step of the window in pixels.</summary>
    [Parameter]
    public int Stride { get; set; }

    /// <summary>Convolutions and pools: what happens at the edge, by name, or the pixels added on each side.</summary>
    [Parameter]
    [PaddingTransformation]
    [ArgumentCompleter(typeof(PaddingCompleter))]
    public object? Padding { get; set; }

    /// <summary>Dense: number of outputs.</summary>
    [Parameter]
    [Alias("Unit")]
    public int Units { get; set; }

    /// <summary>Dropout: share of values set to zero, in <c>[0, 1)</c>.</summary>
    [Parameter]
    public double Rate { get; set; }

    /// <summary>Convolutions, Dense, Activation, Residual: function applied to the output.</summary>
    [Parameter]
    public CnnActivation Activation { get; set; }

    /// <summary>Convolutions, Dense: how weights start.</summary>
    [Parameter]
    public CnnInitializer Initializer { get; set; }

    /// <summary>Convolutions, Dense: adds no bias.</summary>
    [Parameter]
    public SwitchParameter NoBias { get; set; }

    /// <summary>BatchNorm2d, GroupNorm: small number added to the variance.</summary>
    [Parameter]
    public double Epsilon { get; set; }

    /// <summary>BatchNorm2d: weight of a new batch in the running statistics.</summary>
    [Parameter]
    public double Momentum { get; set; }

    /// <summary>GroupNorm: number of groups.</summary>
    [Parameter]
    [Alias("Group")]
    public int Groups { get; set; }

    /// <summary>AdaptiveAveragePool2d: height and width of the output in pixels.</summary>
    [Parameter]
    public int OutputSize { get; set; }

    /// <summary>Residual: the layers that the input passes through; those of a network, or layers as objects or hashtables.</summary>
    [Parameter]
    [LayersTransformation]
    public CnnLayer[]? Body { get; set; }

    /// <summary>Residual: the layers beside the body.</summary>
    [Parameter]
    [LayersTransformation]
    public CnnLayer[]? Shortcut { get; set; }

    // The first layer that does not fit ends the pipeline: what comes after it was meant for another network.
    private protected override bool ErrorEndsCommand => true;

    private protected override void ProcessInput() => Emit(NetworkDraft.Add(Network!, new CnnLayer
    {
        Kind = Kind,
        Filters = Given(nameof(Filters), Filters),
        KernelSize = Given(nameof(KernelSize), KernelSize),
        Stride = Given(nameof(Stride), Stride),
        Padding = Padding as CnnPadding?,
        PaddingSize = Padding as int?,
        Units = Given(nameof(Units), Units),
        Rate = Given(nameof(Rate), Rate),
        Activation = Given(nameof(Activation), Activation),
        Initializer = Given(nameof(Initializer), Initializer),
        Bias = NoBias ? false : null,
        Groups = Given(nameof(Groups), Groups),
        OutputSize = Given(nameof(OutputSize), OutputSize),
        Body = Body,
        Shortcut = Shortcut,
        Epsilon = Given(nameof(Epsilon), Epsilon),
        Momentum = Given(nameof(Momentum), Momentum),
    }));
}
