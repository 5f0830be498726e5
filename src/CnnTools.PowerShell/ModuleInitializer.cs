using System.Management.Automation;
using CnnTools.PowerShell.Loader;

namespace CnnTools.PowerShell;

/// <summary>Called by PowerShell when it imports the module, before any cmdlet runs.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Puts the engine and all it depends on into a context of their own.</summary>
    public void OnImport() => ModuleLoadContext.Attach(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!);
}
