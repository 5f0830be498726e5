# The two assemblies beside this file go into PowerShell's own load context; the cmdlets and all they depend on, from lib/, into a private one.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# LoadFrom gives an assembly that is loaded already; one of another version or place is refused by LoadCmdlets with a message that says what to do.
foreach ($shared in 'CnnTools.Abstractions', 'CnnTools.PowerShell.Loader') {
    if (-not ([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains $shared)) {
        $null = [System.Reflection.Assembly]::LoadFrom((Join-Path $PSScriptRoot "$shared.dll"))
    }
}

$cmdlets = [CnnTools.PowerShell.Loader.ModuleLoadContext]::LoadCmdlets($PSScriptRoot)
$inner = Import-Module -Assembly $cmdlets -PassThru

# PowerShell exports the cmdlets of an assembly it was handed only the first time in a process, so that Import-Module -Force would leave the module empty
# (https://github.com/PowerShell/PowerShell/issues/20710). There is no public way to add them; the manifest still decides what is exported.
$module = $ExecutionContext.SessionState.Module
$addCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
if ($addCmdlet) {
    foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
        if (-not $module.ExportedCmdlets.ContainsKey($cmdlet.Name)) { $null = $addCmdlet.Invoke($module, @(, $cmdlet)) }
    }
}
