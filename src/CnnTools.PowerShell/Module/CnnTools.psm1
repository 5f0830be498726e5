# The loader goes into PowerShell's own load context, and with it what users see of the module; the cmdlets and all they depend on, from lib/, go into a private one.
# A line of this file costs each import of the module: a call of .NET is compiled by PowerShell, a cmdlet of another module imports that module first.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# LoadFrom gives an assembly that is loaded already. It fails where that came from another place; LoadCmdlets, of the one that is loaded, refuses then and says what to do.
try { $null = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/CnnTools.PowerShell.Loader.dll") } catch [System.IO.FileLoadException] { }
$inner = Import-Module -Assembly ([CnnTools.PowerShell.Loader.ModuleLoadContext]::LoadCmdlets($PSScriptRoot)) -PassThru

# PowerShell exports the cmdlets of an assembly it was handed only the first time in a process, so that Import-Module -Force would leave the module empty
# (https://github.com/PowerShell/PowerShell/issues/20710). There is no public way to add them; the manifest still decides what is exported.
$module = $ExecutionContext.SessionState.Module
if ($module.ExportedCmdlets.Count -eq 0) {
    $addCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
    if ($addCmdlet) { foreach ($cmdlet in $inner.ExportedCmdlets.Values) { $null = $addCmdlet.Invoke($module, @(, $cmdlet)) } }
}
