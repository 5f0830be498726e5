using System.Management.Automation;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Runners;

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
        var runner = new ArchitectureRunner(this);
        if (Name is null) runner.List(NamePattern.All);
        else foreach (string name in Name) runner.List(Pattern(name));
    }
}
