<#
.SYNOPSIS
    Draws the figures of the five tutorials: the grid of samples, the curves of the training, the heat map of the confusion matrix, and the mistakes.
.DESCRIPTION
    Trains each tutorial's network on its data and leaves the images in the output folder. The data are downloaded where they are not in the cache; with -Offline a tutorial whose data are not on this
    machine is done on Shapes instead, and the script says so. A full training is that of the tutorial and takes its time; -TimeBudget or -Epoch make it shorter.
.EXAMPLE
    pwsh examples/tutorial-figures.ps1 -Tutorial Mnist
.EXAMPLE
    pwsh examples/tutorial-figures.ps1 -SampleOnly
.EXAMPLE
    pwsh examples/tutorial-figures.ps1 -TimeBudget 60 -Offline
#>
[CmdletBinding()]
param(
    # Which tutorials; without it, all of them.
    [ValidateSet('Mnist', 'FashionMnist', 'Cifar10EarlyStopping', 'Cifar10Vgg', 'Cifar10Dropout', 'Cifar10ThreeConv')]
    [string[]] $Tutorial = @('Mnist', 'FashionMnist', 'Cifar10EarlyStopping', 'Cifar10Vgg', 'Cifar10Dropout', 'Cifar10ThreeConv'),

    # Takes this dataset instead of the tutorials' own.
    [string] $Dataset,

    # Largest number of epochs; without it, the tutorial's.
    [int] $Epoch,

    # Largest number of seconds for each training; without it, there is no limit.
    [double] $TimeBudget,

    # Images a step; without it, the tutorial's.
    [int] $BatchSize,

    # Never downloads: takes Shapes where a tutorial's own data are not on this machine.
    [switch] $Offline,

    # Draws the grids of samples only, and trains nothing.
    [switch] $SampleOnly,

    # Folder for the images, models and logs.
    [string] $OutputFolder = (Join-Path ([System.IO.Path]::GetTempPath()) 'cnntools-figures'),

    # The module to use; without it the one that a build of this repository left, else an installed one.
    [string] $ModulePath
)

$ErrorActionPreference = 'Stop'
if ($ModulePath) { Import-Module $ModulePath } else { . (Join-Path $PSScriptRoot 'Import-BuiltModule.ps1') }
$null = New-Item $OutputFolder -ItemType Directory -Force

# The grids are those that the tutorials plot: three by three, or five by five.
$tutorials = [ordered] @{
    Mnist                = @{ Dataset = 'Mnist'; Architecture = 'OneConvDropout'; Side = 3 }
    FashionMnist         = @{ Dataset = 'FashionMnist'; Architecture = 'FashionTwoConv'; Side = 5 }
    Cifar10EarlyStopping = @{ Dataset = 'Cifar10'; Architecture = 'TwoConv4x4'; Side = 5 }
    Cifar10Vgg           = @{ Dataset = 'Cifar10'; Architecture = 'VggBatchNorm'; Side = 5 }
    Cifar10Dropout       = @{ Dataset = 'Cifar10'; Architecture = 'TwoConvDropout'; Side = 3 }
    Cifar10ThreeConv     = @{ Dataset = 'Cifar10'; Architecture = 'ThreeConv'; Side = 5 }
}

foreach ($name in $Tutorial) {
    $one = $tutorials[$name]
    $data = $Dataset ? $Dataset : $one.Dataset
    if ($Offline -and @(Get-CnnDataset $data | Where-Object { -not $_.Available })) {
        Write-Warning "$name`: $data is not on this machine; its figures are drawn on Shapes. Save-CnnDataset $data gets it."
        $data = 'Shapes'
    }
    $file = { param($end) Join-Path $OutputFolder "$($name.ToLowerInvariant())$end" }

    # What the data look like.
    Export-CnnImage (& $file '-samples.png') -Dataset $data -Row $one.Side -Column $one.Side -Force
    if ($SampleOnly) { continue }

    # The training, and its curves from the objects that it emits.
    $training = @{ Dataset = $data; Architecture = $one.Architecture; Seed = 1; OutputPath = & $file '.safetensors'; LogPath = & $file '.csv'; Force = $true }
    if ($Epoch) { $training.Epoch = $Epoch }
    if ($TimeBudget) { $training.TimeBudget = $TimeBudget }
    if ($BatchSize) { $training.BatchSize = $BatchSize }
    Invoke-CnnTraining @training | Export-CnnChart (& $file '-curves.svg') -Title "$($one.Architecture) on $data" -Force
    Import-Csv (& $file '.csv') | Export-CnnChart (& $file '-curves.png') -Title "$($one.Architecture) on $data" -Force

    # What it confuses, and what it is wrongly sure of.
    Get-CnnConfusionMatrix (& $file '.safetensors') $data | Export-CnnChart (& $file '-confusion.png') -Title "$($one.Architecture) on $data" -Force
    Export-CnnImage (& $file '-mistakes.png') -Model (& $file '.safetensors') -Dataset $data -Row 3 -Column 3 -Title 'The surest mistakes' -Force
}
