using System.Management.Automation;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>Installs libtorch for this user, from NuGet packages or from an unpacked libtorch.</summary>
[Cmdlet(VerbsLifecycle.Install, "CnnRuntime", SupportsShouldProcess = true, DefaultParameterSetName = SourceSet)]
[OutputType(typeof(CnnRuntimeInfo))]
public sealed class InstallCnnRuntimeCommand : CnnCmdlet
{
    private const string SourceSet = "Source";
    private const string PathSet = "Path";
    private const string ListSet = "List";

    /// <summary>A folder with packages, or the name or address of a package source.</summary>
    [Parameter(Position = 0, ParameterSetName = SourceSet)]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>An unpacked libtorch.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Lists the places where libtorch is looked for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListSet)]
    public SwitchParameter List { get; set; }

    /// <summary>Installs the variant with CUDA.</summary>
    [Parameter(ParameterSetName = SourceSet)]
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter Cuda { get; set; }

    /// <summary>Installs even if libtorch is available.</summary>
    [Parameter(ParameterSetName = SourceSet)]
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter Force { get; set; }

    private protected override bool ErrorEndsCommand => !MyInvocation.ExpectingInput;

    private protected override void ProcessInput()
    {
        var runner = new RuntimeRunner(this, FullPath(".")!);
        if (ParameterSetName == ListSet) runner.List();
        else runner.Install(new CnnRuntimeOptions { Path = FullPath(Path), Source = ResolveSource(Source), Cuda = Cuda, Force = Force }, StopToken);
    }

    // A folder is relative to the session's location, which the process does not know.
    private string? ResolveSource(string? source)
    {
        if (source is null || Uri.TryCreate(source, UriKind.Absolute, out Uri? address) && !address.IsFile) return source;
        return FullPath(source) is { } folder && Directory.Exists(folder) ? folder : source;
    }
}
