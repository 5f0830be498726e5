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

# A name under which other cmdlets look for a model's path. Hidden: it would only be the same text twice in a table or a file. Not in a file of types: PowerShell would read that
# before this script, and where another copy of the module is loaded its complaint would hide the one above.
$model = [System.Management.Automation.Runspaces.AliasPropertyData]::new('Model', 'Path')
$model.IsHidden = $true
$type = [System.Management.Automation.Runspaces.TypeData]::new('CnnTools.CnnModelInfo')
$type.Members.Add($model.Name, $model)
Update-TypeData -TypeData $type -Force

# PowerShell exports the cmdlets of an assembly it was handed only the first time in a process, so that Import-Module -Force would leave the module empty
# (https://github.com/PowerShell/PowerShell/issues/20710). There is no public way to add them; the manifest still decides what is exported.
$module = $ExecutionContext.SessionState.Module
$addCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
if ($addCmdlet) {
    foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
        if (-not $module.ExportedCmdlets.ContainsKey($cmdlet.Name)) { $null = $addCmdlet.Invoke($module, @(, $cmdlet)) }
    }
}
