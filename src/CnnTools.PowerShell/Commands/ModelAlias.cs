using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PowerShellInstance = System.Management.Automation.PowerShell;

namespace CnnTools.PowerShell.Commands;

/// <summary>
/// The name <c>Model</c> for the path of a <see cref="CnnModelInfo"/>, under which other cmdlets look for it. Hidden: it would only be the same text twice in a
/// table or a file.
/// </summary>
/// <remarks>
/// It comes with the first such object of a runspace and not from a file of types, which PowerShell would read at each import.
/// </remarks>
internal static class ModelAlias
{
    private static readonly ConditionalWeakTable<Runspace, object> Known = [];

    /// <summary>Makes the name known to the runspace of this thread. Call it on the pipeline's thread.</summary>
    public static void Ensure()
    {
        if (Runspace.DefaultRunspace is not { } runspace || Known.TryGetValue(runspace, out _)) return;
        var data = new TypeData(typeof(CnnModelInfo).FullName!);
        data.Members.Add("Model", new AliasPropertyData("Model", nameof(CnnModelInfo.Path)) { IsHidden = true });
        using var powershell = PowerShellInstance.Create(RunspaceMode.CurrentRunspace);
        // By its type: by its name PowerShell would look for the module that brings it, which a session need not be able to find.
        var update = new CmdletInfo("Update-TypeData", Type.GetType("Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility", throwOnError: true));
        powershell.AddCommand(update).AddParameter("TypeData", data).AddParameter("Force").Invoke();
        Known.AddOrUpdate(runspace, data);
    }
}
