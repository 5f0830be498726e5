namespace CnnTools.PowerShell.Runners;

/// <summary>The network a user chose: by name, as the path of a JSON file, or as an object.</summary>
internal sealed record ArchitectureChoice
{
    /// <summary>The name, or the full path where <see cref="IsPath"/> is true; null where a network was given.</summary>
    public string? Name { get; private init; }

    /// <summary>Whether <see cref="Name"/> is the path of a JSON file.</summary>
    public bool IsPath { get; private init; }

    /// <summary>The network given; null where a name was.</summary>
    public CnnNetwork? Network { get; private init; }

    /// <summary>Reads what the user gave.</summary>
    /// <param name="value">A string, a file, a <see cref="CnnNetwork"/> or a <see cref="CnnArchitectureInfo"/>.</param>
    /// <param name="resolvePath">Makes a path full in the sense of the session's location.</param>
    /// <exception cref="CnnException">The value is none of these: id <c>ArchitectureInvalid</c>.</exception>
    public static ArchitectureChoice Of(object value, Func<string, string> resolvePath) => value switch
    {
        CnnNetwork network => new() { Network = network },
        CnnArchitectureInfo info => new() { Name = info.Name },
        FileInfo file => new() { Name = file.FullName, IsPath = true },
        string text when LooksLikePath(text) => new() { Name = resolvePath(text), IsPath = true },
        string text when text.Length > 0 => new() { Name = text },
        _ => throw new CnnException("ArchitectureInvalid", CnnErrorCategory.InvalidArgument,
            $"Architecture: expected a name (see Get-CnnArchitecture), the path of a network in JSON, or a CnnNetwork; found {value} ({value.GetType().Name}).", value),
    };

    private static bool LooksLikePath(string text) => text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.AsSpan().IndexOfAny('/', '\\') >= 0;
}
