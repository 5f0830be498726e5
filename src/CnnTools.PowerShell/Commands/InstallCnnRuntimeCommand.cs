using System.Management.Automation;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Commands;

/// <summary>Builds the native library against a libtorch of the user's choice and puts it into a cache of this user, where the module looks for it first.</summary>
[Cmdlet(VerbsLifecycle.Install, "CnnRuntime", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(CnnRuntimeInfo))]
public sealed class InstallCnnRuntimeCommand : CnnCmdlet
{
    private const string PathSet = "Path";
    private const string UriSet = "Uri";
    private const string ListSet = "List";

    /// <summary>A folder of libtorch, or a zip archive (also a wheel) of one; without it, the system's.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Where to download an archive.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>The archive's SHA-256.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? Sha256 { get; set; }

    /// <summary>Lists the places where the library is looked for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListSet)]
    public SwitchParameter List { get; set; }

    /// <summary>Replaces what is installed.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter Force { get; set; }

    private protected override bool ErrorEndsCommand => !MyInvocation.ExpectingInput;

    private protected override void ProcessInput()
    {
        var runner = new RuntimeRunner(this, System.IO.Path.GetDirectoryName(typeof(CnnTools.Engine.Devices.Runtime.RuntimePlaces).Assembly.Location)!);
        if (ParameterSetName == ListSet) runner.List();
        else runner.Install(new CnnRuntimeOptions { Path = FullPath(Path), Uri = Uri, Sha256 = Sha256, Force = Force }, StopToken);
    }
}
