using System.Management.Automation;
using CnnTools.Core.ModelFiles;
using CnnTools.PowerShell.Completion;

namespace CnnTools.PowerShell.Commands;

/// <summary>Tells what model files say about themselves. Checks all of each file; loads no libtorch.</summary>
[Cmdlet(VerbsCommon.Get, "CnnModel", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CnnModelInfo))]
public sealed class GetCnnModelCommand : CnnCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Model files; wildcards are allowed. Without it, those of the current folder.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("ModelPath")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["*" + ModelCompleter.Extension];

    /// <summary>Model files; every character counts as it is.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    private protected override void ProcessInput()
    {
        if (ParameterSetName == LiteralPathSet) ForEach(LiteralPath, path => Describe(RequiredFullPath(path)));
        else ForEach(Path, path => ForEach(Files(path), Describe));
    }

    private void Describe(string path) => Emit(ModelReader.Describe(path));

    private IReadOnlyList<string> Files(string path)
    {
        string full = RequiredFullPath(path);
        return File.Exists(full) ? [full] : ExpandWildcard(path) ?? [full];
    }
}
