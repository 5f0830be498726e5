using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Get-CnnArchitecture</c> and <c>Get-CnnModelSummary</c> do.</summary>
internal sealed class ArchitectureRunner(ICommandOutput output)
{
    /// <summary>Emits the named networks that a pattern selects.</summary>
    public void List(NamePattern pattern)
    {
        NamedNetwork[] found = [.. NetworkCatalog.All.Where(network => pattern.IsMatch(network.Name))];
        // Find knows the error for a name that does not exist, with its suggestion.
        if (found.Length == 0 && !pattern.MayMatchNothing) found = [NetworkCatalog.Find(pattern.ToString())];
        foreach (NamedNetwork network in found) output.Emit(network.ToInfo());
    }

    /// <summary>Emits a line a layer.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="inputShape">Height, width, channels to compute with; null takes the network's own.</param>
    /// <param name="classCount">Number of classes for a network by name; null takes that of its own dataset.</param>
    /// <exception cref="CnnException">No such network, or it does not fit to the shape.</exception>
    public void Summarize(ArchitectureChoice architecture, IReadOnlyList<int>? inputShape, int? classCount)
    {
        foreach (CnnLayerSummary line in NetworkSummary.Of(architecture.Resolve(inputShape is null ? null : InputShapes.Of(inputShape), classCount))) output.Emit(line);
    }
}
