using CnnTools.Engine.Devices.Runtime;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Install-CnnRuntime</c> does. Loads no libtorch: the one installed is loaded by the next PowerShell.</summary>
internal sealed class RuntimeRunner(ICommandOutput output, string programFolder)
{
    /// <summary>Emits the places where the native library is looked for, in order.</summary>
    public void List()
    {
        foreach (CnnRuntimeInfo place in RuntimePlaces.List(programFolder)) output.Emit(place);
    }

    /// <summary>Asks, installs and emits what is installed.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellation">Stops downloads and tools.</param>
    /// <exception cref="CnnException">It cannot be done; nothing was changed.</exception>
    public void Install(CnnRuntimeOptions options, CancellationToken cancellation)
    {
        // The sources lie in native/ beside lib/, where the assemblies are.
        var display = new ProgressDisplay(output);
        var installer = new RuntimeInstaller(Path.Combine(programFolder, "..", "native"), display.Show, output.Verbose);
        try
        {
            string plan = installer.Plan(options, cancellation);
            display.Complete();
            if (!output.MayProceed(plan, [])) return;
            CnnRuntimeInfo installed = installer.Install(options, cancellation);
            display.Complete();
            output.Emit(installed);
            output.Information($"Installed for libtorch {installed.LibTorch}; a new PowerShell loads it.");
        }
        catch (Exception exception) when (exception is CnnException or IOException or UnauthorizedAccessException)
        {
            // Not in a finally block: once the pipeline is stopping nothing may be written, and PowerShell removes the bars itself.
            display.Complete();
            throw;
        }
    }
}
