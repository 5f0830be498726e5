namespace CnnTools.PowerShell.Parameters;

/// <summary>A name or a wildcard pattern as the user typed it. PowerShell's own matcher is handed in, so that wildcards mean what they mean
/// everywhere.</summary>
/// <param name="text">What the user typed.</param>
/// <param name="hasWildcard">Whether it holds wildcards; one that matches nothing then is no error.</param>
/// <param name="match">Whether a name matches.</param>
internal sealed class NamePattern(string text, bool hasWildcard, Func<string, bool> match)
{
    /// <summary>Selects every name.</summary>
    public static NamePattern All { get; } = new("*", hasWildcard: true, static _ => true);

    /// <summary>True for a pattern: it may match nothing without being wrong.</summary>
    public bool MayMatchNothing => hasWildcard;

    /// <summary>Whether a name is selected.</summary>
    public bool IsMatch(string name) => match(name);

    /// <inheritdoc/>
    public override string ToString() => text;
}
