<#
.SYNOPSIS
    Trains a small network on Shapes, a dataset that is made in memory, and shows each epoch as it ends.
.EXAMPLE
    pwsh examples/train-shapes.ps1
#>
[CmdletBinding()]
param(
    # Largest number of epochs.
    [int] $Epoch = 5,

    # Folder for the model and the log.
    [string] $OutputFolder = (Join-Path ([System.IO.Path]::GetTempPath()) 'cnntools-shapes')
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'Import-BuiltModule.ps1')
$null = New-Item $OutputFolder -ItemType Directory -Force

$training = @{
    Dataset      = 'Shapes'
    Architecture = 'TwoConv4x4'
    Epoch        = $Epoch
    Seed         = 1
    OutputPath   = Join-Path $OutputFolder 'shapes.safetensors'
    LogPath      = Join-Path $OutputFolder 'shapes.csv'
    Force        = $true
}

# One object an epoch comes down the pipeline while the training goes on.
Invoke-CnnTraining @training
