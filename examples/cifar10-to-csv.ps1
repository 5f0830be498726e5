<#
.SYNOPSIS
    Trains on CIFAR-10 and writes the history to a CSV file.
.DESCRIPTION
    Downloads CIFAR-10 (about 170 MB) into the dataset cache the first time. Export-Csv keeps rows in memory until the training ends; a file that others read while it
    grows, and that survives a kill, is what -LogPath writes.
.EXAMPLE
    pwsh examples/cifar10-to-csv.ps1 -Epoch 2
#>
[CmdletBinding()]
param(
    # Largest number of epochs.
    [int] $Epoch = 15,

    # The CSV file.
    [string] $Path = 'history.csv'
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'Import-BuiltModule.ps1')

Invoke-CnnTraining -Dataset Cifar10 -Architecture TwoConv4x4 -Epoch $Epoch -Seed 1 |
    ForEach-Object {
        Write-Information ('Epoch {0}: {1:P1} of the watched images right' -f $_.Epoch, $_.ValidationAccuracy) -InformationAction Continue
        $_
    } |
    Export-Csv $Path

Import-Csv $Path | Sort-Object { [double] $_.ValidationLoss } | Select-Object -First 1 Epoch, ValidationLoss, ValidationAccuracy
