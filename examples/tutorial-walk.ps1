<#
.SYNOPSIS
    The tutorials' walk, from data to one predicted image: look at the data and the network, train, stop early, plot,
    measure, report, look at the mistakes, predict.
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

    # Images a step.
    [int] $BatchSize = 32,

    # Folder for the model, its curves and its report.
    [string] $OutputFolder = (Join-Path ([System.IO.Path]::GetTempPath()) 'cnntools-walk'),

    # The module to use; without it the one that a build of this repository left, else an installed one.
    [string] $ModulePath
)

$ErrorActionPreference = 'Stop'
if ($ModulePath) { Import-Module $ModulePath } else { . (Join-Path $PSScriptRoot 'Import-BuiltModule.ps1') }
$null = New-Item $OutputFolder -ItemType Directory -Force
$model = Join-Path $OutputFolder "$($Dataset.ToLowerInvariant()).safetensors"
$log = Join-Path $OutputFolder "$($Dataset.ToLowerInvariant()).csv"

# The data, some of its images (at a prompt: Show-CnnImage -Dataset Shapes), and the network that is to learn it.
Get-CnnDataset $Dataset | Out-Default
Export-CnnImage (Join-Path $OutputFolder 'samples.png') -Dataset $Dataset -Force | Out-Default
Get-CnnModelSummary $Architecture | Out-Default

# A line an epoch. What is held out of the training split says when to stop: after two epochs without a lower loss on it, with the best epoch's weights.
# The log keeps the epochs, so that they can be looked at again.
Invoke-CnnTraining $Dataset $Architecture -Epoch $Epoch -BatchSize $BatchSize -EarlyStoppingPatience 2 -Seed 1 -OutputPath $model -LogPath $log -Force | Out-Default
'The best epoch:'
Import-Csv $log | Sort-Object { [double] $_.ValidationLoss } | Select-Object -First 1 | Format-Table Epoch, Loss, ValidationLoss, ValidationAccuracy | Out-Default

# How it went, as an image.
Import-Csv $log | Export-CnnChart (Join-Path $OutputFolder 'curves.svg') -Force | Out-Default

# How good is it on images it has never seen, and on which of them?
Measure-CnnModel $model $Dataset | Out-Default
Measure-CnnModel $model $Dataset -PerClass | Sort-Object F1 | Out-Default

# What does it take for what?
Get-CnnConfusionMatrix $model $Dataset -MostConfused -First 5 | Out-Default

# All that is known about the model in one page, which needs nothing beside it.
Export-CnnReport $model -Dataset $Dataset -Force | Out-Default

# One image: the three most probable classes, and the truth. For files: Get-ChildItem *.png | Get-CnnPrediction $model
Get-CnnPrediction $model -Dataset $Dataset -Index 0 -Top 3 | Out-Default

# The mistakes it is surest of.
Get-CnnPrediction $model -Dataset $Dataset | Where-Object { $_.Label -ne $_.TrueLabel } | Sort-Object Probability -Descending | Select-Object -First 3 | Out-Default
