using System.Management.Automation;
using CnnTools.Core.Networks;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Lists the networks known by name.</summary>
[Cmdlet(VerbsCommon.Get, "CnnArchitecture")]
[OutputType(typeof(CnnArchitectureInfo))]
public sealed class GetCnnArchitectureCommand : CnnCmdlet
{
    /// <summary>Names of networks; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    private protected override void ProcessInput()
    {
        if (Name is null) List(NamePattern.All);
        else ForEach(Name, name => List(Pattern(name)));
    }

    private void List(NamePattern pattern)
    {
        NamedNetwork[] found = [.. NetworkCatalog.All.Where(network => pattern.IsMatch(network.Name))];
        // Find knows the error for a name that does not exist, with its suggestion.
        if (found.Length == 0 && !pattern.MayMatchNothing) found = [NetworkCatalog.Find(pattern.ToString())];
        foreach (NamedNetwork network in found) Emit(network.ToInfo());
    }
}
