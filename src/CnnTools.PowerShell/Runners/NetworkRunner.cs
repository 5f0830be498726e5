using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>New-CnnNetwork</c> and <c>Add-CnnLayer</c> do.</summary>
internal sealed class NetworkRunner(ICommandOutput output)
{
    /// <summary>Emits a network without layers.</summary>
    /// <param name="inputShape">Height, width, channels.</param>
    /// <param name="name">Its name; null where the user gave none.</param>
    public void Begin(IReadOnlyList<int> inputShape, string? name)
    {
        (int height, int width, int channels) = InputShapes.Of(inputShape);
        output.Emit(NetworkDraft.Begin(name, height, width, channels));
    }

    /// <summary>Emits the network that JSON describes.</summary>
    public void Read(string json) => output.Emit(NetworkJson.Parse(json));

    /// <summary>Emits a network that there is already as one that can be taken further.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="inputShape">Height, width, channels; null takes its own.</param>
    /// <param name="classCount">Number of classes of a network by name; null takes that of its own dataset.</param>
    /// <param name="name">The new network's name; null keeps the old one.</param>
    public void Take(ArchitectureChoice architecture, IReadOnlyList<int>? inputShape, int? classCount, string? name)
    {
        CnnNetwork network = architecture.Resolve(inputShape is null ? null : InputShapes.Of(inputShape), classCount);
        output.Emit(name is null ? network : network with { Name = name });
    }

    /// <summary>Emits a network with one more layer.</summary>
    public void Add(CnnNetwork network, CnnLayer layer) => output.Emit(NetworkDraft.Add(network, layer));
}
