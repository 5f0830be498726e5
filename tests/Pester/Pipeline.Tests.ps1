BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $folder = (New-Item (Join-Path $TestDrive 'models') -ItemType Directory).FullName
    $model = Join-Path $folder 'good.safetensors'
    $tiny = New-CnnNetwork 32, 32, 3 -Name Tiny |
        Add-CnnLayer Conv2d -Filters 8 -KernelSize 4 -Stride 2 -Activation ReLU |
        Add-CnnLayer MaxPool2d -KernelSize 3 |
        Add-CnnLayer Flatten |
        Add-CnnLayer Dense -Units 10
    $options = @{ BatchSize = 64; LearningRate = 0.005; Device = 'Cpu'; Thread = 1; Seed = 3; Epoch = 1 }
    $where = @{ Device = 'Cpu'; Thread = 1 }
    $result = Get-CnnDataset Shapes | Invoke-CnnTraining -Architecture $tiny @options -OutputPath $model -PassThru 6> $null

    # A folder of images whose splits, classes and sizes are what a small network can take.
    $flowers = Join-Path $TestDrive 'flowers'
    $random = [Random]::new(2)
    foreach ($split in 'train', 'test') {
        foreach ($class in 'daisy', 'rose') {
            $null = New-Item (Join-Path $flowers $split $class) -ItemType Directory -Force
            foreach ($i in 1..4) {
                $pixels = [byte[]]::new(16 * 16 * 3)
                $random.NextBytes($pixels)
                Write-Png (Join-Path $flowers $split $class "$i.png") 16 16 $pixels
            }
        }
    }

    # Every public property of a record, as a table of names and texts; what a file must give back.
    function Get-Text($Object) {
        foreach ($property in $Object.PSObject.Properties) {
            $value = $property.Value
            # All digits of a number, and a list as the text that it has itself; PowerShell's own conversion shortens the one and spells out the other.
            $text = $value -is [double] ? $value.ToString('R', [cultureinfo]::InvariantCulture) : $null -eq $value ? '' : $value.ToString()
            "$($property.Name)=$text"
        }
    }
}

Describe 'Invoke-CnnTraining -PassThru' {
    It 'emits how the training ended, and where the model lies' {
        @($result).Count | Should -Be 1
        $result | Should -BeOfType ([CnnTools.CnnTrainingResult])
        $result.ModelPath, $result.Dataset, $result.Architecture, $result.Epoch, $result.Seed | Should -Be $model, 'Shapes', 'Tiny', 1, 3
    }

    It 'leads into Measure-CnnModel, Test-CnnModel, Get-CnnModel, Export-CnnModel and Get-CnnPrediction' {
        $measured = $result | Measure-CnnModel @where
        $measured.Accuracy | Should -Be $result.TestAccuracy
        $result | Test-CnnModel -MinimumAccuracy 0 @where | Should -BeTrue
        ($result | Get-CnnModel).Path | Should -Be $model
        ($result | Export-CnnModel).Name | Should -Be 'good.onnx'
        ($result | Get-CnnPrediction -Index 3 @where).Path | Should -Be 'Shapes/Test/3'
        ($result | Compare-CnnModel -Baseline $result @where).PValue | Should -Be 1
    }

    It 'says what to do where no model was kept' {
        $lost = $linear | Invoke-CnnTraining Shapes -Epoch 1 -BatchSize 512 @where -PassThru 6> $null
        $lost.ModelPath | Should -BeNullOrEmpty
        { $lost | Measure-CnnModel @where -ErrorAction Stop } | Should -Throw '*Train with -OutputPath*'
    }

    It 'is found again after a way through JSON and CSV' {
        ($result | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json | Measure-CnnModel @where).Model | Should -Be $model
        ($result | ConvertTo-Csv | ConvertFrom-Csv | Measure-CnnModel @where).Model | Should -Be $model
    }
}

Describe 'By property name' {
    It 'models go into prediction' {
        (Get-CnnModel $model | Get-CnnPrediction -Dataset Shapes -Index 5 @where).Path | Should -Be 'Shapes/Test/5'
        ([pscustomobject] @{ Model = $model; Path = (Join-Path $flowers 'test/rose/1.png') } | Get-CnnPrediction @where).Path | Should -Be (Join-Path $flowers 'test/rose/1.png')
    }

    It 'a grade goes into prediction with its dataset and split' {
        (Measure-CnnModel $model Shapes -Split Train @where | Get-CnnPrediction -Index 2 @where).Path | Should -Be 'Shapes/Train/2'
    }

    It 'several models predict the same image, in their order' {
        $copy = Join-Path $folder 'copy.safetensors'
        Copy-Item $model $copy
        $answers = Get-CnnModel $model, $copy | Get-CnnPrediction -Dataset Shapes -Index 1, 2 -Top 2 @where
        $answers.Path | Should -Be (@('Shapes/Test/1') * 2 + @('Shapes/Test/2') * 2 + @('Shapes/Test/1') * 2 + @('Shapes/Test/2') * 2)
        $answers[0].Probability | Should -Be $answers[4].Probability
        Remove-Item $copy
    }

    It 'datasets go into training and back from a file' {
        Get-CnnDataset Shapes | Export-Csv (Join-Path $TestDrive 'datasets.csv')
        $plan = Import-Csv (Join-Path $TestDrive 'datasets.csv') | Invoke-CnnTraining -Architecture $tiny @options -WhatIf 6>&1 | Out-String
        [regex]::Matches($plan, 'Network: Tiny').Count | Should -Be 1
    }
}

Describe 'Import-CnnDataset' {
    It 'gives a folder as a dataset, a split an object' {
        $found = Import-CnnDataset $flowers
        $found.Split | Should -Be 'Train', 'Test'
        $found.Count | Should -Be 2
        ($found | ForEach-Object Count) | Should -Be 8, 8
        $found[0].Classes | Should -Be 'daisy', 'rose'
        $found[0].Path | Should -Be $flowers
        (Get-Item $flowers | Import-CnnDataset -Split Test).Split | Should -Be 'Test'
    }

    It 'leads into training and evaluation' {
        $network = New-CnnNetwork 16, 16, 3 | Add-CnnLayer Flatten | Add-CnnLayer Dense -Units 2
        $path = Join-Path $folder 'flowers.safetensors'
        $trained = Import-CnnDataset $flowers | Invoke-CnnTraining -Architecture $network -Epoch 1 -ValidationSplit None @where -OutputPath $path -PassThru 6> $null
        $trained.Dataset | Should -Be $flowers
        ($trained | Measure-CnnModel @where).Count | Should -Be 8
        Remove-Item $path
    }

    It 'gives a manifest as a dataset' {
        $rows = foreach ($split in 'train', 'test') { foreach ($class in 'daisy', 'rose') { [pscustomobject] @{ path = "flowers/$split/$class/1.png"; label = $class; split = $split } } }
        $rows | Export-Csv (Join-Path $TestDrive 'flowers.csv')
        $found = Import-CnnDataset (Join-Path $TestDrive '*.csv') -ErrorAction SilentlyContinue | Where-Object Name -EQ flowers
        $found.Split | Should -Be 'Train', 'Test'
    }

    It 'reports each broken image by file, and gives no split that has one' {
        $broken = Join-Path $TestDrive 'broken[1]'
        Copy-Item $flowers $broken -Recurse
        Set-Content -LiteralPath (Join-Path $broken 'train/rose/2.png') 'no image'
        Set-Content -LiteralPath (Join-Path $broken 'train/rose/3.png') '' -NoNewline
        $found = Import-CnnDataset -LiteralPath $broken -ErrorVariable problem -ErrorAction SilentlyContinue -WarningVariable warned 3> $null
        $found.Split | Should -Be 'Test'
        $problem.FullyQualifiedErrorId | Should -Be (@('ImageDecodeFailed,CnnTools.PowerShell.Commands.ImportCnnDatasetCommand') * 2)
        $problem.TargetObject | Should -Be (Join-Path $broken 'train/rose/2.png'), (Join-Path $broken 'train/rose/3.png')
        "$warned" | Should -Match '2 of its images'
        Import-CnnDataset (Join-Path $TestDrive 'nowhere') -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Match '^DatasetNotFound,'
    }
}

Describe 'Results' {
    It 'of <Name> are flat: every property is a number, a text, a truth value, a name or a list of names' -ForEach @(
        @{ Name = 'Get-CnnDataset'; Script = { Get-CnnDataset } }
        @{ Name = 'Get-CnnArchitecture'; Script = { Get-CnnArchitecture } }
        @{ Name = 'Get-CnnModelSummary'; Script = { Get-CnnModelSummary TwoConv4x4 } }
        @{ Name = 'Get-CnnDevice'; Script = { Get-CnnDevice } }
        @{ Name = 'Get-CnnModel'; Script = { Get-CnnModel $model } }
        @{ Name = 'Measure-CnnModel'; Script = { Measure-CnnModel $model Shapes @where } }
        @{ Name = 'Measure-CnnModel -PerClass'; Script = { Measure-CnnModel $model Shapes -PerClass @where } }
        @{ Name = 'Get-CnnConfusionMatrix'; Script = { Get-CnnConfusionMatrix $model Shapes @where } }
        @{ Name = 'Compare-CnnModel'; Script = { Compare-CnnModel $model Shapes $model @where } }
        @{ Name = 'Get-CnnPrediction'; Script = { Get-CnnPrediction $model -Dataset Shapes -Index 0 -Top 3 @where } }
        @{ Name = 'Invoke-CnnTraining'; Script = { $linear | Invoke-CnnTraining Shapes -Epoch 1 -BatchSize 512 @where 6> $null } }
        @{ Name = 'Invoke-CnnTraining -PassThru'; Script = { $result } }
    ) {
        $objects = @(& $Script)
        $objects.Count | Should -BeGreaterThan 0
        foreach ($property in $objects[0].PSObject.Properties) {
            $value = $property.Value
            ($null -eq $value -or $value -is [string] -or $value -is [ValueType] -or $value -is [CnnTools.CnnNameList]) | Should -BeTrue -Because "$($property.Name) is $(if ($null -ne $value) { $value.GetType() })"
        }

        # Export-Csv: each property becomes a column, each value the text that the property has; no type's name among them.
        $csv = Join-Path $TestDrive 'results.csv'
        $objects | Export-Csv $csv
        $read = @(Import-Csv $csv)
        $read.Count | Should -Be $objects.Count
        for ($i = 0; $i -lt $objects.Count; $i++) { Get-Text $read[$i] | Should -Be (Get-Text $objects[$i]) }
        Get-Content $csv -Raw | Should -Not -Match 'System\.|CnnTools\.'

        # ConvertTo-Json: numbers stay numbers, with all their digits.
        $json = @($objects | ConvertTo-Json -AsArray -EnumsAsStrings | ConvertFrom-Json)
        for ($i = 0; $i -lt $objects.Count; $i++) {
            foreach ($property in $objects[$i].PSObject.Properties) {
                if ($property.Value -is [double]) { $json[$i].($property.Name) | Should -Be $property.Value -Because $property.Name }
                else { "$($json[$i].($property.Name) -join '; ')" | Should -Be "$($property.Value -join '; ')" -Because $property.Name }
            }
        }
    }

    It 'can be grouped and selected' {
        $groups = Get-CnnPrediction $model -Dataset Shapes -Index (0..49) @where | Group-Object TrueLabel
        ($groups | Measure-Object Count -Sum).Sum | Should -Be 50
        (Get-CnnDataset | Where-Object Channels -EQ 1).Name | Sort-Object -Unique | Should -Be 'FashionMnist', 'Kmnist', 'Mnist'
        (Get-CnnDataset | Where-Object Classes -Contains 'ship').Name | Sort-Object -Unique | Should -Be 'Cifar10'
    }
}
