using System.Management.Automation;
using CnnTools.Core.Runs;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Finds trainings again, newest first: by the records of <c>-RunPath</c> or <c>CNNTOOLS_RUNS</c>, and by the models they wrote. Loads no
/// libtorch.</summary>
[Cmdlet(VerbsCommon.Get, "CnnRun", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CnnRun))]
public sealed class GetCnnRunCommand : CnnCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _paths = [];

    /// <summary>Folders, records or models; wildcards are allowed for files. Without it, the folder that <c>CNNTOOLS_RUNS</c> names, else the current
    /// one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Folders, records or models; every character counts as it is.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only trainings on this dataset; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>Only trainings of this network; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Architecture { get; set; }

    /// <summary>Looks into subfolders as well.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    private protected override void ProcessInput()
    {
        if (ParameterSetName == LiteralPathSet)
        {
            ForEach(LiteralPath, place => _paths.Add(RequiredFullPath(place)));
            return;
        }

        string[] places = Path ?? [RunFinder.UsualFolder is { } usual && Directory.Exists(usual) ? usual : "."];
        ForEach(places, place => _paths.AddRange(Places(place)));
    }

    private protected override void Finish()
    {
        if (_paths.Count == 0) return;
        NamePattern? architecture = Architecture is null ? null : Pattern(Unwrap(Architecture) is CnnNetwork network ? network.Name : $"{Unwrap(Architecture)}");
        NamePattern? dataset = Dataset is null ? null : Pattern(Dataset);
        foreach (CnnRun run in RunFinder.Find(_paths, Recurse, Error, StopToken))
        {
            // A folder goes by its path or by its name.
            if (dataset is not null && (run.Dataset is null || (!dataset.IsMatch(run.Dataset)
                && !dataset.IsMatch(System.IO.Path.GetFileName(run.Dataset))))) continue;
            if (architecture is null || architecture.IsMatch(run.Architecture)) Emit(run);
        }
    }

    private IReadOnlyList<string> Places(string path)
    {
        string full = RequiredFullPath(path);
        return System.IO.Path.Exists(full) ? [full] : ExpandWildcard(path) ?? [full];
    }
}
