BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Completion' {
    It 'of "<Line>" offers <Expected>' -ForEach @(
        @{ Line = 'Invoke-CnnTraining -Dataset Cif'; Expected = 'Cifar10', 'Cifar100' }
        @{ Line = 'Invoke-CnnTraining fash'; Expected = 'FashionMnist' }
        @{ Line = 'Invoke-CnnTraining Shapes -Architecture Tw'; Expected = 'TwoConv4x4', 'TwoConvDropout' }
        @{ Line = 'Invoke-CnnTraining Shapes -Device c'; Expected = 'Cpu', 'Cuda', 'Cuda:0' }
        @{ Line = 'Invoke-CnnTraining Shapes -ValidationSplit T'; Expected = 'Test' }
        @{ Line = 'Invoke-CnnTraining Shapes -Schedule '; Expected = 'Constant', 'Cosine', 'OneCycle', 'Plateau', 'Step' }
        @{ Line = 'Invoke-CnnTraining Shapes -ClassWeight B'; Expected = 'Balanced' }
        @{ Line = 'Invoke-CnnTraining Shapes -Optimizer a'; Expected = 'Adam', 'AdamW' }
        @{ Line = 'Invoke-CnnTraining Shapes -Precision b'; Expected = 'BFloat16' }
        @{ Line = 'Invoke-CnnTraining Shapes -Augmentation F'; Expected = 'Flip' }
        @{ Line = 'Get-CnnDataset -Name sh'; Expected = 'Shapes' }
        @{ Line = 'Save-CnnDataset kmn'; Expected = 'Kmnist' }
        @{ Line = 'Get-CnnArchitecture thr'; Expected = 'ThreeConv' }
        @{ Line = 'Get-CnnModelSummary one'; Expected = 'OneConvDropout' }
        @{ Line = 'Measure-CnnModel m.safetensors -Dataset Cifar100'; Expected = 'Cifar100' }
        @{ Line = 'Measure-CnnModel m.safetensors sh'; Expected = 'Shapes' }
        @{ Line = 'Test-CnnModel -Split T'; Expected = 'Test', 'Train' }
        @{ Line = 'Get-CnnGateResult -WarningGate MinClass'; Expected = 'MinClassF1', 'MinClassRecall' }
        @{ Line = 'Get-CnnPrediction -Device cu'; Expected = 'Cuda', 'Cuda:0' }
        @{ Line = 'Export-CnnModel -Format o'; Expected = 'Onnx' }
        @{ Line = 'Import-CnnModel w.safetensors fash'; Expected = 'FashionTwoConv' }
        @{ Line = 'Measure-CnnModel none.safetensors Shapes -Class C'; Expected = 'Checkerboard', 'Circle', 'Crescent', 'Cross' }
        @{ Line = 'Get-CnnConfusionMatrix -Dataset Cifar10 -Class tr'; Expected = 'truck' }
        @{ Line = 'Get-CnnConfusionMatrix -Dataset nowhere -Class tr'; Expected = $null }
    ) {
        Complete $Line | Sort-Object | Should -Be $Expected
    }

    It 'is there for every parameter of every cmdlet whose values are known' {
        # What a name of a parameter stands for, wherever it occurs; a parameter of an enumeration offers its members.
        $offered = @{ Dataset = 'Shapes'; Architecture = 'TwoConv4x4'; Device = 'Cuda'; ValidationSplit = 'Test'; ClassWeight = 'Balanced'; Model = 'one.safetensors'; Baseline = 'one.safetensors'; Class = 'Checkerboard' }
        # Names that a user makes up.
        $free = 'Import-CnnModel -Class'
        $checked = 0
        Push-Location $TestDrive
        try {
            'x' | Set-Content one.safetensors
            $missing = foreach ($command in Get-Command -Module CnnTools) {
                foreach ($parameter in $command.Parameters.Values) {
                    if ($parameter.Name -in [System.Management.Automation.PSCmdlet]::CommonParameters -or "$command -$($parameter.Name)" -in $free) { continue }
                    $type = $parameter.ParameterType.IsArray ? $parameter.ParameterType.GetElementType() : $parameter.ParameterType
                    $type = [Nullable]::GetUnderlyingType($type) ?? $type
                    $expected = $type.IsEnum ? [enum]::GetNames($type) : $offered[$parameter.Name]
                    if (-not $expected) { continue }
                    $checked++
                    $with = $parameter.Name -eq 'Class' ? '-Dataset Shapes ' : ''
                    $found = Complete "$command $with-$($parameter.Name) " | Split-Path -Leaf
                    foreach ($value in $expected) { if ($value -notin $found) { "$command -$($parameter.Name): $value" } }
                }
            }
        }
        finally { Pop-Location }
        $missing | Should -BeNullOrEmpty
        $checked | Should -BeGreaterThan 80
    }

    It 'loads no native library' -Skip:(-not $IsLinux) {
        $lines = 'Invoke-CnnTraining ', 'Invoke-CnnTraining Shapes -Device ', 'Measure-CnnModel m.safetensors Shapes -Class ', 'Get-CnnPrediction ', 'Add-CnnLayer ', 'Get-CnnConfusionMatrix -Dataset Cifar10 -Class ', 'Import-CnnDataset '
        $script = "Import-Module `$modulePath; " + ($lines.ForEach{ "`$null = [System.Management.Automation.CommandCompletion]::CompleteInput('$_', $($_.Length), `$null)" } -join '; ') + '; Test-TorchLoaded'
        Invoke-Fresh $script | Should -Be 'False'
    }

    It 'explains what it offers' {
        $line = 'Invoke-CnnTraining -Architecture Three'
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches[0].ToolTip | Should -Not -Be 'ThreeConv'
    }

    It 'of a model offers folders and model files, and nothing else' {
        Push-Location $TestDrive
        try {
            'x' | Set-Content one.safetensors, two.safetensors, notes.txt
            $null = New-Item models -ItemType Directory
            foreach ($command in 'Measure-CnnModel', 'Get-CnnModel', 'Get-CnnPrediction', 'Export-CnnModel', 'Compare-CnnModel -Baseline') {
                Complete "$command " | ForEach-Object { Split-Path $_ -Leaf } | Should -Be 'models', 'one.safetensors', 'two.safetensors'
            }
            Complete 'Measure-CnnModel ./t' | Split-Path -Leaf | Should -Be 'two.safetensors'
        }
        finally { Pop-Location }
    }
}
