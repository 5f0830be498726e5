<#
.SYNOPSIS
    Trains the same small network on Shapes with and without training techniques, and shows what each made of it.
.DESCRIPTION
    The options of a training splat like those of any command, so a recipe is a hashtable. docs/training.md tells what each technique does.
.EXAMPLE
    pwsh examples/training-techniques.ps1 -Epoch 3
#>
[CmdletBinding()]
param(
    # Number of epochs of each training.
    [int] $Epoch = 3,

    # Images a step.
    [int] $BatchSize = 32,

    # The module to use; without it the one that a build of this repository left, else an installed one.
    [string] $ModulePath
)

$ErrorActionPreference = 'Stop'
if ($ModulePath) { Import-Module $ModulePath } else { . (Join-Path $PSScriptRoot 'Import-BuiltModule.ps1') }

$common = @{ Dataset = 'Shapes'; Architecture = 'TwoConv4x4'; Epoch = $Epoch; BatchSize = $BatchSize; Seed = 1; EarlyStoppingPatience = 0 }
$recipes = [ordered]@{
    'Constant'   = @{}
    'One cycle'  = @{ Schedule = 'OneCycle'; LearningRate = 0.003 }
    'Averaged'   = @{ WeightAveraging = 0.99 }
    'Mixed'      = @{ Schedule = 'Cosine'; WarmUpEpoch = 0.5; LabelSmoothing = 0.1; CutMix = 1; RandomErasing = 0.25 }
    'In a hurry' = @{ TimeBudget = 2; GradientClipping = 1; ClassWeight = 'Balanced' }
}

foreach ($name in $recipes.Keys) {
    $recipe = $recipes[$name]
    # The last epoch's object is what the training came to.
    Invoke-CnnTraining @common @recipe | Select-Object -Last 1 @{ Name = 'Recipe'; Expression = { $name } }, Epoch, LearningRate, Loss, ValidationLoss, ValidationAccuracy, Seconds
}
