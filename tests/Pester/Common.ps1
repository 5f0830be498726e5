# What the suites share. Dot-sourced in BeforeAll.

# The manifest: a folder that has a version for a name cannot be imported by its path.
$modulePath = $env:CNNTOOLS_TEST_MODULE
$moduleFolder = Split-Path $modulePath
Import-Module $modulePath

# As little work as a real training can be: a linear classifier.
$layers = [CnnTools.CnnLayer[]] @([CnnTools.CnnLayer] @{ Kind = 'Flatten' }, [CnnTools.CnnLayer] @{ Kind = 'Dense'; Units = 10 })
$linear = [CnnTools.CnnNetwork] @{ Name = 'Linear'; Height = 32; Width = 32; Channels = 3; Layers = $layers }
$small = @{ Dataset = 'Shapes'; Architecture = $linear; BatchSize = 256; Device = 'Cpu'; Thread = 1; Seed = 3 }

<#
.SYNOPSIS
    Runs a script in a fresh PowerShell that has imported nothing, and gives its output as lines.
.DESCRIPTION
    In the script, $modulePath is the module's manifest, and Test-TorchLoaded says whether libtorch is in the process.
#>
function Invoke-Fresh([string] $Script) {
    $prologue = @"
`$ErrorActionPreference = 'Stop'
`$PSStyle.OutputRendering = 'PlainText'
`$modulePath = '$($modulePath -replace "'", "''")'
function Test-TorchLoaded { [bool](Select-String -Path /proc/self/maps -Pattern 'libtorch|libcnntorch|libLibTorchSharp' -Quiet) }
"@
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("$prologue`n$Script"))
    $output = & (Join-Path $PSScriptRoot 'Start-PowerShell.ps1') -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" }
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

# CRC-32 as PNG wants it (PNG specification, 3rd edition, annex D).
function Get-Crc32([byte[]] $Bytes) {
    [uint32] $crc = [uint32]::MaxValue
    foreach ($byte in $Bytes) {
        $crc = $crc -bxor $byte
        foreach ($bit in 1..8) { $crc = ($crc -band 1) ? (($crc -shr 1) -bxor [uint32] 3988292384) : ($crc -shr 1) }
    }
    $crc -bxor [uint32]::MaxValue
}

<#
.SYNOPSIS
    Writes a PNG file of 8-bit pixels: RGB with three bytes a pixel, grey with one, row by row.
#>
function Write-Png([string] $Path, [int] $Width, [int] $Height, [byte[]] $Pixel) {
    $channels = $Pixel.Length / ($Width * $Height)
    $rows = [System.IO.MemoryStream]::new()
    $zlib = [System.IO.Compression.ZLibStream]::new($rows, [System.IO.Compression.CompressionLevel]::Fastest, $true)
    for ($row = 0; $row -lt $Height; $row++) {
        $zlib.WriteByte(0)
        $zlib.Write($Pixel, $row * $Width * $channels, $Width * $channels)
    }
    $zlib.Dispose()

    $file = [System.IO.MemoryStream]::new()
    $file.Write([byte[]] @(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A))
    $bigEndian = { param([uint32] $Value) $bytes = [BitConverter]::GetBytes($Value); [array]::Reverse($bytes); , $bytes }
    $header = [byte[]] ((& $bigEndian $Width) + (& $bigEndian $Height) + @(8, ($channels -eq 3 ? 2 : 0), 0, 0, 0))
    foreach ($chunk in @('IHDR', $header), @('IDAT', $rows.ToArray()), @('IEND', [byte[]] @())) {
        $typed = [byte[]] ([Text.Encoding]::ASCII.GetBytes($chunk[0]) + $chunk[1])
        $file.Write((& $bigEndian $chunk[1].Length))
        $file.Write($typed)
        $file.Write((& $bigEndian (Get-Crc32 $typed)))
    }
    [System.IO.File]::WriteAllBytes($Path, $file.ToArray())
}

<#
.SYNOPSIS
    Trains a small network on Shapes for a few epochs, as the suites about finished models need it. Gives the training's last line.
#>
function New-SmallModel([string] $Path, [int] $Epoch = 2, [int] $Seed = 3) {
    $layers = [CnnTools.CnnLayer[]] @(
        [CnnTools.CnnLayer] @{ Kind = 'Conv2d'; Filters = 8; KernelSize = 4; Stride = 2; Activation = 'ReLU' }
        [CnnTools.CnnLayer] @{ Kind = 'MaxPool2d'; KernelSize = 3 }
        [CnnTools.CnnLayer] @{ Kind = 'Flatten' }
        [CnnTools.CnnLayer] @{ Kind = 'Dense'; Units = 10 }
    )
    $tiny = [CnnTools.CnnNetwork] @{ Name = 'Tiny'; Height = 32; Width = 32; Channels = 3; Layers = $layers }
    $null = Invoke-CnnTraining Shapes $tiny -Epoch $Epoch -BatchSize 32 -LearningRate 0.005 -Device Cpu -Thread 1 -Seed $Seed -OutputPath $Path -InformationVariable information 6> $null
    "$($information[-1])"
}
