namespace CnnTools.PowerShell.Help;

/// <summary>What the Markdown says about one cmdlet. What the class says itself (types, positions, sets, defaults) is not in it.</summary>
internal sealed record HelpPage
{
    /// <summary>The cmdlet's name.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Paragraphs.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>The examples, in order.</summary>
    public required IReadOnlyList<HelpExample> Examples { get; init; }

    /// <summary>Paragraphs by the parameter's name, in the order of the page.</summary>
    public required IReadOnlyList<HelpItem> Parameters { get; init; }

    /// <summary>What comes through the pipeline.</summary>
    public required IReadOnlyList<HelpItem> Inputs { get; init; }

    /// <summary>What is emitted.</summary>
    public required IReadOnlyList<HelpItem> Outputs { get; init; }

    /// <summary>Paragraphs; may be empty.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Names of cmdlets and topics.</summary>
    public required IReadOnlyList<string> Links { get; init; }
}

/// <summary>One example.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Code">The commands, line ends as line feeds.</param>
/// <param name="Remarks">Paragraphs on what it does.</param>
/// <param name="Line">The line of its title, from 1.</param>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks, int Line);

/// <summary>A named thing and what is said about it.</summary>
/// <param name="Name">A parameter's name without its hyphen, or a type's name.</param>
/// <param name="Text">Paragraphs.</param>
/// <param name="Line">The line of its title, from 1.</param>
internal sealed record HelpItem(string Name, IReadOnlyList<string> Text, int Line);
