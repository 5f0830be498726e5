using CnnTools.Engine.Models;

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
        foreach (CnnLayerSummary line in NetworkSummary.Of(Resolve(architecture, Shape(inputShape), classCount))) output.Emit(line);
    }

    private static CnnNetwork Resolve(ArchitectureChoice architecture, (int Height, int Width, int Channels)? shape, int? classCount)
    {
        if (architecture.Name is { } name && !architecture.IsPath)
        {
            NamedNetwork named = NetworkCatalog.Find(name);
            (int height, int width, int channels) = shape ?? (named.Height, named.Width, named.Channels);
            return named.For(height, width, channels, classCount ?? named.ClassCount);
        }

        if (classCount is not null)
        {
            throw new CnnException("ClassCountNotApplicable", CnnErrorCategory.InvalidArgument,
                "ClassCount applies to a network given by its name; the layers of a network given as a file or an object fix the number of classes. Leave -ClassCount out, or change the last layer's Units.", classCount);
        }

        CnnNetwork network = architecture.Network ?? NetworkJson.Load(architecture.Name!);
        return shape is { } s ? network with { Height = s.Height, Width = s.Width, Channels = s.Channels } : network;
    }

    private static (int Height, int Width, int Channels)? Shape(IReadOnlyList<int>? values)
    {
        if (values is null) return null;
        if (values.Count == 3 && values.All(static value => value >= 1)) return (values[0], values[1], values[2]);
        throw new CnnException("InputShapeInvalid", CnnErrorCategory.InvalidArgument,
            $"InputShape: expected height, width and channels, each at least 1, for instance 32,32,3; found {string.Join(',', values)}.", values);
    }
}
