using System.Management.Automation;
using System.Reflection;

namespace CnnTools.PowerShell.Loader;

/// <summary>
/// What the module exports. PowerShell exports the cmdlets of an assembly it was handed only the first time in a process, so that <c>Import-Module -Force</c> or another runspace would
/// get an empty module (https://github.com/PowerShell/PowerShell/issues/20710). There is no public way to add them; the manifest still decides what is exported.
/// </summary>
/// <remarks>Not in the module's script, where the same lines take a quarter of the time that an import has.</remarks>
public static class ModuleExports
{
    /// <summary>Exports the cmdlets of an inner module from the module itself where PowerShell has not.</summary>
    /// <param name="module">The module that is being imported.</param>
    /// <param name="inner">What <c>Import-Module -Assembly -PassThru</c> gave.</param>
    public static void Add(PSModuleInfo module, PSModuleInfo inner)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inner);
        if (module.ExportedCmdlets.Count > 0) return;
        MethodInfo? add = typeof(PSModuleInfo).GetMethod("AddExportedCmdlet", BindingFlags.Instance | BindingFlags.NonPublic);
        if (add is null) return; // another PowerShell: the first import of a process works without it
        foreach (CmdletInfo cmdlet in inner.ExportedCmdlets.Values) add.Invoke(module, [cmdlet]);
    }
}
