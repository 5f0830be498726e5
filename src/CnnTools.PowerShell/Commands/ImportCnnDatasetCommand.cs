using System.Management.Automation;

namespace CnnTools.PowerShell.Commands;

/// <summary>Checks every image of a folder or a CSV manifest and emits it as a dataset: an object a split. Copies nothing, loads no libtorch.</summary>
[Cmdlet(VerbsData.Import, "CnnDataset", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CnnDatasetInfo))]
public sealed class ImportCnnDatasetCommand : DatasetCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Folders with a subfolder a class, and CSV manifests; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Folders and CSV manifests; every character counts as it is.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The split to give; without it, those that there are.</summary>
    [Parameter]
    public CnnSplit Split { get; set; }

    private protected override void ProcessInput()
    {
        if (ParameterSetName == LiteralPathSet) ForEach(LiteralPath, path => Import(RequiredFullPath(path)));
        else ForEach(Path, path => ForEach(Places(path), Import));
    }

    private void Import(string path) => Runner.Import(path, Given(nameof(Split), Split), StopToken);

    /// <summary>The place of that very name where there is one, since names may hold <c>[</c> and <c>]</c>; else those that a pattern selects.</summary>
    private IReadOnlyList<string> Places(string path)
    {
        string full = RequiredFullPath(path);
        return System.IO.Path.Exists(full) ? [full] : ExpandWildcard(path, System.IO.Path.Exists) ?? [full];
    }
}
