# What the suites share. Dot-sourced in BeforeAll.

$modulePath = $env:CNNTOOLS_TEST_MODULE
Import-Module $modulePath

# As little work as a real training can be: a linear classifier.
$layers = [CnnTools.CnnLayer[]] @([CnnTools.CnnLayer] @{ Kind = 'Flatten' }, [CnnTools.CnnLayer] @{ Kind = 'Dense'; Units = 10 })
$linear = [CnnTools.CnnNetwork] @{ Name = 'Linear'; Height = 32; Width = 32; Channels = 3; Layer = $layers }
$small = @{ Dataset = 'Shapes'; Architecture = $linear; BatchSize = 256; Device = 'Cpu'; Thread = 1; Seed = 3 }

<#
.SYNOPSIS
    Runs a script in a fresh PowerShell that has imported nothing, and gives its output as lines.
.DESCRIPTION
    In the script, $modulePath is the module's folder, and Test-TorchLoaded says whether libtorch is in the process.
#>
function Invoke-Fresh([string] $Script) {
    $prologue = @"
`$ErrorActionPreference = 'Stop'
`$PSStyle.OutputRendering = 'PlainText'
`$modulePath = '$($modulePath -replace "'", "''")'
function Test-TorchLoaded { [bool](Select-String -Path /proc/self/maps -Pattern 'libtorch|libcnntorch|libLibTorchSharp' -Quiet) }
"@
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("$prologue`n$Script"))
    $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) { throw "The script failed with $LASTEXITCODE`: $($output -join "`n")" }
    $output
}

<#
.SYNOPSIS
    Starts a script in a runspace of its own that has imported the module; gives the PowerShell object and the collection that its output comes into.
#>
function Start-InRunspace([string] $Script, [hashtable] $Variable = @{}) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule([string[]] @($modulePath))
    foreach ($name in $Variable.Keys) { $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], '')) }
    $powershell = [powershell]::Create($state)
    $null = $powershell.AddScript($Script)
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    [pscustomobject] @{
        PowerShell = $powershell
        Output     = $output
        Handle     = $powershell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
    }
}

# The texts of what completion offers at the end of a line.
function Complete([string] $Line) {
    [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
}
