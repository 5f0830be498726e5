using System.Management.Automation;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Lists the known datasets, or describes a folder or a CSV manifest: an object a split. Downloads nothing.</summary>
[Cmdlet(VerbsCommon.Get, "CnnDataset", DefaultParameterSetName = NameSet)]
[OutputType(typeof(CnnDatasetInfo))]
public sealed class GetCnnDatasetCommand : DatasetCmdlet
{
    private const string NameSet = "Name";
    private const string PathSet = "Path";

    /// <summary>Names of datasets; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>A folder with a subfolder a class, or a CSV manifest of paths and labels.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The split to describe; without it, both.</summary>
    [Parameter]
    public CnnSplit Split { get; set; }

    private static NamePattern DatasetPattern(string text)
    {
        NamePattern pattern = Pattern(text);
        return pattern.MayMatchNothing ? pattern : new NamePattern(text, hasWildcard: false, name => DatasetChoice.IsNameOf(text, name));
    }

    private protected override void ProcessInput()
    {
        CnnSplit? split = MyInvocation.BoundParameters.ContainsKey(nameof(Split)) ? Split : null;
        if (ParameterSetName == PathSet)
        {
            ForEach(Path, path => Runner.Describe(RequiredFullPath(path), split));
            return;
        }

        if (Name is null) Runner.List(NamePattern.All, split);
        else ForEach(Name, name => Runner.List(DatasetPattern(name), split));
    }
}
