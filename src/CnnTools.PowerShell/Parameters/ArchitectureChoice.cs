using System.Collections;
using CnnTools.Core.Networks;

namespace CnnTools.PowerShell.Parameters;

/// <summary>The network a user chose: by name, as the path of a JSON file, as an object, or as a hashtable.</summary>
internal sealed record ArchitectureChoice
{
    /// <summary>The name, or the full path where <see cref="IsPath"/> is true; null where a network was given.</summary>
    public string? Name { get; private init; }

    /// <summary>Whether <see cref="Name"/> is the path of a JSON file.</summary>
    public bool IsPath { get; private init; }

    /// <summary>The network given; null where a name was.</summary>
    public CnnNetwork? Network { get; private init; }

    /// <summary>Reads what the user gave.</summary>
    /// <param name="value">A string, a file, a <see cref="CnnNetwork"/>, a hashtable or a <see cref="CnnArchitectureInfo"/>.</param>
    /// <param name="resolvePath">Makes a path full in the sense of the session's location.</param>
    /// <exception cref="CnnException">The value is none of these: id <c>ArchitectureInvalid</c>.</exception>
    public static ArchitectureChoice Of(object value, Func<string, string> resolvePath) => value switch
    {
        CnnNetwork network => new() { Network = network },
        CnnArchitectureInfo info => new() { Name = info.Name },
        IDictionary definition => new() { Network = NetworkDefinition.Read(definition) },
        FileInfo file => new() { Name = file.FullName, IsPath = true },
        string text when LooksLikePath(text) => new() { Name = resolvePath(text), IsPath = true },
        string text when text.Length > 0 => new() { Name = text },
        _ => throw new CnnException("ArchitectureInvalid", CnnErrorCategory.InvalidArgument,
            $"Architecture: expected a name (see Get-CnnArchitecture), the path of a network in JSON, a CnnNetwork or a hashtable; found {value} ({value.GetType().Name}).", value),
    };

    /// <summary>The network itself.</summary>
    /// <param name="shape">Height, width, channels of the input; null takes the network's own.</param>
    /// <param name="classCount">Number of classes for a network by name; null takes that of its own dataset.</param>
    /// <exception cref="CnnException">No such network, or it does not fit to the shape; or a number of classes for a network that fixes it: id
    /// <c>ClassCountNotApplicable</c>.</exception>
    public CnnNetwork Resolve((int Height, int Width, int Channels)? shape, int? classCount)
    {
        if (Name is { } name && !IsPath)
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

        CnnNetwork network = Network ?? NetworkJson.Load(Name!);
        if (shape is { } s) network = network with { Height = s.Height, Width = s.Width, Channels = s.Channels };
        ShapeInference.Infer(network);
        return network;
    }

    private static bool LooksLikePath(string text) => text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.AsSpan().IndexOfAny('/', '\\') >= 0;
}
