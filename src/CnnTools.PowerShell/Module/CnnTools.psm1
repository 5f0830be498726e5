# The loader goes into PowerShell's own load context, and with it what users see of the module; the cmdlets and all they depend on, from lib/, go into a private one.
# A line of this file costs each import of the module: a call of .NET is compiled by PowerShell, a cmdlet of another module imports that module first.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# LoadFrom gives an assembly that is loaded already. It fails where that came from another place; LoadCmdlets, of the one that is loaded, refuses then and says what to do.
try { $null = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/CnnTools.PowerShell.Loader.dll") } catch [System.IO.FileLoadException] { }
$inner = Import-Module -Assembly ([CnnTools.PowerShell.Loader.ModuleLoadContext]::LoadCmdlets($PSScriptRoot)) -PassThru

[CnnTools.PowerShell.Loader.ModuleExports]::Add($ExecutionContext.SessionState.Module, $inner)
