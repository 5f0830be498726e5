using System.CommandLine;
using CnnTools.Core.Hardware.Runtime;
using CnnTools.Worker.Output;

namespace CnnTools.Worker.Verbs;

/// <summary>The verb <c>install-runtime</c>: what <c>Install-CnnRuntime</c> does, for a command line. Other verbs call it with
/// <c>--install-runtime</c>.</summary>
internal sealed class InstallRuntimeVerb
{
    private readonly Option<bool> _cuda = new("--cuda") { Description = "Install the variant with CUDA, for NVIDIA GPUs" };
    private readonly Option<string?> _source = new("--source") { Description = "A folder with packages, or the name or address of a package source; default: the sources that NuGet is configured with" };
    private readonly Option<string?> _path = new("--path") { Description = "An unpacked libtorch, which is copied" };
    private readonly Option<bool> _force = new("--force") { Description = "Install even if libtorch is available, and replace an installed one" };
    private readonly Option<bool> _list = new("--list") { Description = "List the places where libtorch is looked for" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Write details: packages, sources, requests" };

    /// <summary>The verb with its options.</summary>
    /// <param name="host">Runs the work.</param>
    public Command Create(WorkerHost host)
    {
        var command = new Command("install-runtime", "Installs libtorch for this user, unless it is available") { _cuda, _source, _path, _force, _list, _verbose };
        command.SetAction(parsed => host.Run(cancellation =>
        {
            if (parsed.GetValue(_list)) List(host.Output);
            else Install(host, Read(parsed), parsed.GetValue(_verbose), cancellation);
        }));
        return command;
    }

    /// <summary>Installs libtorch if none is found.</summary>
    /// <param name="host">Where it is shown.</param>
    /// <param name="device">The device that is computed on: for one with CUDA, the variant with CUDA is installed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CnnException">It cannot be installed.</exception>
    public static void Ensure(WorkerHost host, string device, CancellationToken cancellation)
    {
        if (RuntimePlaces.HasLibTorch) return;
        Install(host, new CnnRuntimeOptions { Cuda = device.StartsWith("cuda", StringComparison.OrdinalIgnoreCase) }, verbose: false, cancellation);
    }

    private CnnRuntimeOptions Read(ParseResult parsed) => new() { Cuda = parsed.GetValue(_cuda), Source = parsed.GetValue(_source), Path = parsed.GetValue(_path), Force = parsed.GetValue(_force) };

    private static void Install(WorkerHost host, CnnRuntimeOptions options, bool verbose, CancellationToken cancellation)
    {
        var console = new RuntimeConsole(host.Output, host.Terminal, verbose);
        var installer = new RuntimeInstaller(console.OnProgress, console.OnMessage);
        string plan = RuntimeInstaller.Plan(options);
        if (installer.FindAvailable(options) is { } available)
        {
            console.WriteLine($"{available.LibTorch} ({available.Variant}) is available in '{available.Path}'. Use --force to install it anyway.");
            return;
        }

        console.WriteLine(plan + ".");
        CnnRuntimeInfo installed = installer.Install(options, cancellation);
        console.WriteLine($"{installed.LibTorch} ({installed.Variant}) is installed in '{installed.Path}'.");
    }

    private static void List(TextWriter output)
    {
        var table = new TextTable(("Source", -9), ("Available", -9), ("In use", -6), ("libtorch", -8), ("Variant", -9), ("Path", -1));
        output.WriteLine(table.Header);
        foreach (CnnRuntimeInfo place in RuntimePlaces.List(RuntimePlaces.ProgramFolder))
            output.WriteLine(table.Row(place.Source, place.Available ? "yes" : "no", place.InUse ? "yes" : "no", place.LibTorch, place.Variant, place.Path));
    }
}
