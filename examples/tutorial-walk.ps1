<#
.SYNOPSIS
    The tutorials' walk, from data to one predicted picture: look at the data and the network, train, measure, look at the mistakes, predict.
.DESCRIPTION
    Runs as it stands on Shapes, a dataset that is made in memory. The tutorials' own: -Dataset Cifar10 -Epoch 15.
.EXAMPLE
    pwsh examples/tutorial-walk.ps1
#>
[CmdletBinding()]
param(
    # What to learn; see Get-CnnDataset.
    [string] $Dataset = 'Shapes',

    # The network; see Get-CnnArchitecture.
    [string] $Architecture = 'TwoConv4x4',

    # Largest number of epochs.
    [int] $Epoch = 5,

    # Pictures a step.
    [int] $BatchSize = 32,

    # Folder for the model.
    [string] $OutputFolder = (Join-Path ([System.IO.Path]::GetTempPath()) 'cnntools-walk'),

    # The module to use; without it the one that a build of this repository left, else an installed one.
    [string] $ModulePath
)

$ErrorActionPreference = 'Stop'
if ($ModulePath) { Import-Module $ModulePath } else { . (Join-Path $PSScriptRoot 'Import-BuiltModule.ps1') }
$null = New-Item $OutputFolder -ItemType Directory -Force
$model = Join-Path $OutputFolder "$($Dataset.ToLowerInvariant()).safetensors"

# The data, and the network that is to learn it.
Get-CnnDataset $Dataset | Out-Default
Get-CnnModelSummary $Architecture | Out-Default

# A line an epoch; what is held out of the training split says when to stop.
Invoke-CnnTraining $Dataset $Architecture -Epoch $Epoch -BatchSize $BatchSize -Seed 1 -OutputPath $model -Force | Out-Default

# How good is it on pictures it has never seen, and on which of them?
Measure-CnnModel $model $Dataset | Out-Default
Measure-CnnModel $model $Dataset -PerClass | Out-Default
Get-CnnConfusionMatrix $model $Dataset -MostConfused -First 5 | Out-Default

# One picture: the three most probable classes, and the truth. For files: Get-ChildItem *.png | Get-CnnPrediction $model
Get-CnnPrediction $model -Dataset $Dataset -Index 0 -Top 3 | Out-Default
