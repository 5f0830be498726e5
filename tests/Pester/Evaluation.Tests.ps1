BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $folder = (New-Item (Join-Path $TestDrive 'models') -ItemType Directory).FullName
    $model = Join-Path $folder 'good.safetensors'
    $poor = Join-Path $folder 'poor.safetensors'
    $said = New-SmallModel $model -Epoch 3
    $null = New-SmallModel $poor -Epoch 1 -Seed 4
    $where = @{ Device = 'Cpu'; Thread = 1 }
}

Describe 'Get-CnnModel' {
    It 'tells what a file says about itself' {
        $info = Get-CnnModel $model
        $info | Should -BeOfType ([CnnTools.CnnModelInfo])
        $info.Path, $info.Architecture, $info.InputShape, $info.Parameters, $info.Dataset, $info.Seed | Should -Be $model, 'Tiny', '32x32x3', 2402, 'Shapes', 3
        $info.Classes.Count | Should -Be 10
        $info.TestAccuracy | Should -BeGreaterThan 0.2
        $info.Bytes | Should -Be (Get-Item $model).Length
    }

    It 'takes wildcards, files from the pipeline, and without a path the current folder''s models' {
        (Get-CnnModel (Join-Path $folder '*.safetensors')).Path | Should -Be $model, $poor
        (Get-ChildItem $folder -Filter *.safetensors | Get-CnnModel).Path | Should -Be $model, $poor
        Push-Location $folder
        try {
            (Get-CnnModel).Path | Should -Be $model, $poor
            (Get-CnnModel ./poor.safetensors).Path | Should -Be $poor
        }
        finally { Pop-Location }
        Get-CnnModel (Join-Path $folder 'z*.safetensors') | Should -BeNullOrEmpty
    }

    It 'names a dataset for the cmdlets that run the model' {
        (Measure-CnnModel $model @where).Dataset | Should -Be 'Shapes'
        (Get-CnnConfusionMatrix $model -MostConfused -First 1 @where).Count | Should -BeGreaterThan 0
        (Test-CnnModel $model -MinimumAccuracy 0.01 @where) | Should -BeTrue
    }

    It 'takes names with brackets in them' {
        $odd = Join-Path $folder 'odd[1].bin'
        Copy-Item -LiteralPath $model $odd
        (Get-CnnModel -LiteralPath $odd).Path | Should -Be $odd
        (Get-CnnModel $odd).Path | Should -Be $odd
        (Get-CnnModel $odd | Measure-CnnModel -Dataset Shapes @where).Model | Should -Be $odd
        Remove-Item -LiteralPath $odd
    }

    It 'reports a file that is no model and goes on with the next' {
        $broken = Join-Path $TestDrive 'broken.safetensors'
        'no model' | Set-Content $broken
        $found = Get-CnnModel $broken, (Join-Path $TestDrive 'missing.safetensors'), $model -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Path | Should -Be $model
        $problem.FullyQualifiedErrorId | Should -Be 'ModelFileHeaderTooLarge,CnnTools.PowerShell.Commands.GetCnnModelCommand', 'ModelNotFound,CnnTools.PowerShell.Commands.GetCnnModelCommand'
        $problem[0].TargetObject | Should -Be $broken
    }
}

Describe 'Measure-CnnModel' {
    It 'measures what the training measured' {
        $result = Measure-CnnModel $model Shapes @where
        $result | Should -BeOfType ([CnnTools.CnnEvaluationResult])
        $result.Model, $result.Dataset, $result.Split, $result.Count | Should -Be $model, 'Shapes', 'Test', 2000
        $result.Accuracy | Should -Be (Get-CnnModel $model).TestAccuracy
        $said | Should -Match ([regex]::Escape(('{0:F2}%' -f (100 * $result.Accuracy))))
        $result.AccuracyLower | Should -BeLessThan $result.Accuracy
        $result.AccuracyUpper | Should -BeGreaterThan $result.Accuracy
        $result.Top5Accuracy | Should -BeGreaterThan $result.Accuracy
        $result.WeightedRecall | Should -BeGreaterThan ($result.Accuracy - 1e-9)
        $result.WeightedRecall | Should -BeLessThan ($result.Accuracy + 1e-9)
    }

    It 'takes models from the pipeline, each with the dataset it was trained on' {
        $results = Get-CnnModel (Join-Path $folder '*.safetensors') | Measure-CnnModel @where
        $results.Model | Should -Be $model, $poor
        $results.Dataset | Should -Be 'Shapes', 'Shapes'
        $results[0].Accuracy | Should -BeGreaterThan $results[1].Accuracy
    }

    It 'takes files, wildcards and paths in the sense of the session''s location' {
        (Get-Item $poor | Measure-CnnModel -Dataset shapes @where).Model | Should -Be $poor
        Push-Location $folder
        try { (Measure-CnnModel g*.safetensors -Dataset Shapes @where).Model | Should -Be $model }
        finally { Pop-Location }
    }

    It 'counts as many images by class as there are' {
        $classes = Measure-CnnModel $model Shapes -PerClass @where
        $classes | Should -BeOfType ([CnnTools.CnnClassMetric])
        $classes.Class | Should -Be (Get-CnnDataset Shapes -Split Test).Classes
        ($classes | Measure-Object Support -Sum).Sum | Should -Be 2000
        ($classes | Measure-Object F1 -Maximum).Maximum | Should -BeLessOrEqual 1
        # Every class of Shapes has as many images: the mean of the recalls is the accuracy.
        [math]::Abs(($classes | Measure-Object Recall -Average).Average - (Get-CnnModel $model).TestAccuracy) | Should -BeLessThan 1e-9
    }

    It 'gives the classes asked for only' {
        (Measure-CnnModel $model Shapes -Class star, Circle @where).Class | Sort-Object | Should -Be 'Circle', 'Star'
        (Get-CnnConfusionMatrix $model Shapes -Class Ring @where).TrueLabel | Sort-Object -Unique | Should -Be 'Ring'
        Measure-CnnModel $model Shapes -Class cow @where -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'ClassNotFound,CnnTools.PowerShell.Commands.MeasureCnnModelCommand'
    }

    It 'resizes a folder''s images to the model''s input' {
        $images = Join-Path $TestDrive 'folder'
        foreach ($split in 'train', 'test') {
            foreach ($class in (Get-CnnDataset Shapes -Split Test).Classes) {
                $null = New-Item (Join-Path $images $split $class) -ItemType Directory -Force
                Write-Png (Join-Path $images $split $class 'a.png') 40 50 ([byte[]]::new(40 * 50))
            }
        }
        # In a folder classes are in the order of their names, in Shapes they are not: grading must be refused, not done wrongly.
        Measure-CnnModel $model $images @where -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'DatasetMismatch,CnnTools.PowerShell.Commands.MeasureCnnModelCommand'
        "$problem" | Should -Match 'same, in the same order'
        (Get-CnnPrediction $model -Dataset $images @where).Count | Should -Be 10
    }

    It 'has the error id <Id> for <Name>' -ForEach @(
        @{ Name = 'an unknown dataset'; Id = 'DatasetNotFound'; Argument = @{ Dataset = 'Shaps' } }
        @{ Name = 'another kind of image'; Id = 'DatasetArgumentInvalid|DatasetMismatch|DatasetOffline'; Argument = @{ Dataset = 'Mnist'; Offline = $true } }
        @{ Name = 'an unknown device'; Id = 'DeviceInvalid'; Argument = @{ Dataset = 'Shapes'; Device = 'Tpu' } }
        @{ Name = 'a pattern that fits no file'; Id = 'ModelNotFound'; Argument = @{ Dataset = 'Shapes'; Model = 'none*.safetensors' } }
        @{ Name = 'a missing model'; Id = 'ModelNotFound'; Argument = @{ Dataset = 'Shapes'; Model = 'none.safetensors' } }
    ) {
        $Argument.Model ??= $model
        Measure-CnnModel @Argument -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        @($problem).Count | Should -Be 1
        $problem.FullyQualifiedErrorId | Should -Match "^($Id),CnnTools.PowerShell.Commands.MeasureCnnModelCommand$"
    }

    It 'shows a bar and removes it' {
        $run = Start-InRunspace 'Measure-CnnModel $model Shapes -Device Cpu -Thread 1' @{ model = $model }
        $run.PowerShell.EndInvoke($run.Handle)
        $bars = @($run.PowerShell.Streams.Progress | Where-Object ActivityId -EQ 4)
        $bars[0].Activity | Should -Be 'Evaluate good.safetensors on Shapes'
        $bars[-1].RecordType | Should -Be 'Completed'
    }
}

Describe 'Get-CnnConfusionMatrix' {
    It 'has a cell for every pair of classes, and every image in one' {
        $cells = Get-CnnConfusionMatrix $model Shapes @where
        $cells | Should -BeOfType ([CnnTools.CnnConfusionCell])
        $cells.Count | Should -Be 100
        ($cells | Measure-Object Count -Sum).Sum | Should -Be 2000
        $right = ($cells | Where-Object { $_.TrueLabel -eq $_.PredictedLabel } | Measure-Object Count -Sum).Sum
        $right / 2000 | Should -Be (Get-CnnModel $model).TestAccuracy
    }

    It 'gives the most frequent mistakes first' {
        $mistakes = Get-CnnConfusionMatrix $model Shapes -MostConfused -First 4 @where
        # Count alone would be the array's own.
        $counts = $mistakes | ForEach-Object Count
        $counts.Length | Should -Be 4
        $counts | Should -Be ($counts | Sort-Object -Descending)
        $mistakes | Where-Object { $_.TrueLabel -eq $_.PredictedLabel } | Should -BeNullOrEmpty
        @($mistakes)[0].Share | Should -Be (@($mistakes)[0].Count / 200)
    }
}

Describe 'Test-CnnModel' {
    It 'answers one Boolean a model' {
        $accuracy = (Get-CnnModel $model).TestAccuracy
        $answer = Test-CnnModel $model Shapes -MinimumAccuracy $accuracy @where
        $answer | Should -BeOfType ([bool])
        $answer | Should -BeTrue
        Test-CnnModel $model Shapes ($accuracy + 0.0001) @where | Should -BeFalse
        Get-CnnModel (Join-Path $folder '*.safetensors') | Test-CnnModel -MinimumAccuracy $accuracy @where | Should -Be $true, $false
    }

    It 'takes a share, not a percentage' {
        { Test-CnnModel $model Shapes -MinimumAccuracy 90 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'Compare-CnnModel' {
    It 'finds no difference between a model and itself' {
        $same = Compare-CnnModel $model Shapes -Baseline $model @where
        $same | Should -BeOfType ([CnnTools.CnnComparison])
        $same.PValue, $same.Difference, $same.OnlyModel, $same.OnlyBaseline | Should -Be 1, 0, 0, 0
        $same.Significant | Should -BeFalse
    }

    It 'tells a better model from a worse one on the same images' {
        $better = Get-CnnModel $model | Compare-CnnModel -Baseline (Get-CnnModel $poor) @where
        $better.Difference | Should -BeGreaterThan 0
        ($better.OnlyModel - $better.OnlyBaseline) / 2000 | Should -BeGreaterThan ($better.Difference - 1e-9)
        ($better.OnlyModel - $better.OnlyBaseline) / 2000 | Should -BeLessThan ($better.Difference + 1e-9)
        (Compare-CnnModel $poor Shapes $model @where).PValue | Should -Be $better.PValue
    }
}

Describe 'Export-CnnModel' {
    It 'writes ONNX beside the model and emits the file' {
        $file = Export-CnnModel $model -Format Onnx
        $file | Should -BeOfType ([System.IO.FileInfo])
        $file.FullName | Should -Be (Join-Path $folder 'good.onnx')
        Export-CnnModel $model -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'OutputExists,CnnTools.PowerShell.Commands.ExportCnnModelCommand'
        (Export-CnnModel $model -Force).Length | Should -Be $file.Length
        (Get-ChildItem $folder -Force).Extension | Sort-Object -Unique | Should -Be '.onnx', '.safetensors'
    }

    It 'exports several models into a folder, and none under -WhatIf' {
        $out = (New-Item (Join-Path $TestDrive 'onnx') -ItemType Directory).FullName
        Get-CnnModel (Join-Path $folder '*.safetensors') | Export-CnnModel -OutputPath $out -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $out | Should -BeNullOrEmpty
        (Get-CnnModel (Join-Path $folder '*.safetensors') | Export-CnnModel -OutputPath $out).Name | Should -Be 'good.onnx', 'poor.onnx'
    }
}

Describe 'Import-CnnModel' {
    BeforeAll {
        # Weights named by position, as torch.nn.Sequential names them, with nothing but PyTorch's own metadata.
        function Write-Weights([string] $Path, [System.Collections.Specialized.OrderedDictionary] $Tensor) {
            $header = [ordered] @{ __metadata__ = @{ format = 'pt' } }
            $data = [System.IO.MemoryStream]::new()
            foreach ($name in $Tensor.Keys) {
                $shape = $Tensor[$name]
                $values = [float[]] (1..($shape[0] * ($shape[1] ?? 1)) | ForEach-Object { [math]::Sin($_) })
                $bytes = [byte[]]::new(4 * $values.Length)
                [Buffer]::BlockCopy($values, 0, $bytes, 0, $bytes.Length)
                $header[$name] = [ordered] @{ dtype = 'F32'; shape = $shape; data_offsets = @($data.Length, ($data.Length + $bytes.Length)) }
                $data.Write($bytes)
            }
            $json = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $header -Compress -Depth 5))
            [System.IO.File]::WriteAllBytes($Path, [byte[]] ([BitConverter]::GetBytes([long] $json.Length) + $json + $data.ToArray()))
        }
        $weights = Join-Path $TestDrive 'weights.safetensors'
        $imported = Join-Path $TestDrive 'imported.safetensors'
        Write-Weights $weights ([ordered] @{ 'layers.1.bias' = @(10); 'layers.1.weight' = @(10, 3072) })
    }

    It 'makes a model that can be measured' {
        $info = Import-CnnModel $weights $linear $imported -Dataset Shapes
        $info | Should -BeOfType ([CnnTools.CnnModelInfo])
        $info.Path, $info.Architecture, $info.TestAccuracy | Should -Be $imported, 'Linear', $null
        ($info | Measure-CnnModel -Dataset Shapes @where).Count | Should -Be 2000
        Get-CnnModel $weights -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Match '^ModelFormatUnknown,'
    }

    It 'names what does not fit, and writes nothing' {
        $other = Join-Path $TestDrive 'other.safetensors'
        Import-CnnModel $weights TwoConv4x4 $other -Dataset Shapes -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'ModelWeightsInvalid,CnnTools.PowerShell.Commands.ImportCnnModelCommand'
        "$problem" | Should -BeLike '*conv2d (weight `[32, 3, 4, 4`]*layers.1 (bias `[10`], weight `[10, 3072`])*'
        Import-CnnModel $weights $linear $other -Class a, b -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Match '^NetworkInvalid,'
        Import-CnnModel $weights $linear $other -Class (0..9) -WhatIf | Should -BeNullOrEmpty
        Test-Path $other | Should -BeFalse
    }
}

Describe 'libtorch' -Skip:(-not $IsLinux) {
    It 'is not loaded by what only reads and writes model files' {
        $out = Join-Path $TestDrive 'unloaded.onnx'
        Invoke-Fresh "Import-Module `$modulePath; `$null = Get-CnnModel '$model' | Export-CnnModel -OutputPath '$out'; Test-TorchLoaded" | Should -Be 'False'
        Test-Path $out | Should -BeTrue
    }
}
