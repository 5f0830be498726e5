using CnnTools.Core.Hardware.Runtime;
using CnnTools.PowerShell.Output;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Install-CnnRuntime</c> does. It does not load libtorch.</summary>
/// <param name="output">Where results go.</param>
/// <param name="folder">The session's location: NuGet's configuration files in it and above it count.</param>
internal sealed class RuntimeRunner(ICommandOutput output, string folder)
{
    /// <summary>Emits the places where libtorch is looked for, in order.</summary>
    public void List()
    {
        foreach (CnnRuntimeInfo place in RuntimePlaces.List(RuntimePlaces.ProgramFolder)) output.Emit(place);
    }

    /// <summary>Asks, installs and emits what is installed.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="cancellation">Stops it; downloads are kept.</param>
    /// <exception cref="CnnException">It cannot be done; nothing was changed.</exception>
    public void Install(CnnRuntimeOptions options, CancellationToken cancellation)
    {
        var display = new ProgressDisplay(output);
        var installer = new RuntimeInstaller(display.Show, output.Verbose) { ConfigurationFolder = folder };
        try
        {
            string plan = RuntimeInstaller.Plan(options);
            if (installer.FindAvailable(options) is { } available)
            {
                output.Information($"libtorch {available.LibTorch} ({available.Variant}) is available. Use -Force to install it anyway.");
                output.Emit(available);
                return;
            }

            if (!output.MayProceed(plan, [])) return;
            CnnRuntimeInfo installed = installer.Install(options, cancellation);
            display.Complete();
            output.Emit(installed);
        }
        catch (Exception exception) when (exception is CnnException or IOException or UnauthorizedAccessException)
        {
            // Not in a finally block: once the pipeline is stopping nothing may be written, and PowerShell removes the bars itself.
            display.Complete();
            throw;
        }
    }
}
