BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $cachedDatasets = 'Mnist', 'FashionMnist', 'Cifar10' | Where-Object { (Get-CnnDataset $_ -Split Train).Available }
    $model = Join-Path $TestDrive 'model.safetensors'
    $null = New-SmallModel $model
    $where = @{ Device = 'Cpu'; Thread = 1 }
    $out = { Join-Path $TestDrive "$([guid]::NewGuid())$($args[0])" }

    # Width and height of a PNG, from its header.
    function Get-PngSize([string] $Path) {
        $bytes = [System.IO.File]::ReadAllBytes($Path)
        $bytes[1..3] | Should -Be ([byte[]][char[]] 'PNG')
        [System.Buffers.Binary.BinaryPrimitives]::ReadInt32BigEndian([byte[]] $bytes[16..19]), [System.Buffers.Binary.BinaryPrimitives]::ReadInt32BigEndian([byte[]] $bytes[20..23])
    }
    function Get-SvgText([string] $Path) { ([xml](Get-Content $Path -Raw)).GetElementsByTagName('text').InnerText }
}

Describe 'Export-CnnChart' {
    It 'draws what a training emits' {
        $path = & $out '.svg'
        $file = Invoke-CnnTraining @small -Epoch 2 6> $null | Export-CnnChart $path -Title 'My training'
        $file | Should -BeOfType ([System.IO.FileInfo])
        $file.FullName | Should -Be $path
        # As Get-Item gives it: its view has a size and, outside Windows, a mode.
        $file.PSObject.Properties.Name | Should -Be (Get-Item $path).PSObject.Properties.Name
        $text = Get-SvgText $path
        foreach ($expected in 'My training', 'Loss', 'Accuracy', 'Epoch', 'training', 'validation') { $text | Should -Contain $expected }
        ([xml](Get-Content $path -Raw)).svg.desc.'#text' | Should -BeLike '*2 epochs*'
    }

    It 'draws rows that Import-Csv made the same as the objects they were' {
        $rows = & $out '.csv'
        $history = (Get-CnnRun $model).History
        $history | Export-Csv $rows
        $direct = & $out '.svg'
        $imported = & $out '.svg'
        $null = $history | Export-CnnChart $direct -Title T -Name Run
        $null = Import-Csv $rows | Export-CnnChart $imported -Title T -Name Run
        Get-Content $imported -Raw | Should -Be (Get-Content $direct -Raw)
    }

    It 'draws several trainings, from runs, files and epochs in a row' {
        $history = (Get-CnnRun $model).History
        $path = & $out '.svg'
        $null = @($history) + @($history) | Export-CnnChart $path -Name Red, Blue
        Get-SvgText $path | Should -Contain 'Red'
        Get-SvgText $path | Should -Contain 'Blue'
        $null = Get-CnnRun $model | Export-CnnChart $path -Force
        Get-SvgText $path | Should -Contain 'Tiny on Shapes (model)'
        $null = Get-Item $model | Export-CnnChart $path -Force
        Get-SvgText $path | Should -Contain 'Tiny on Shapes (model)'
        $null = Export-CnnChart $path -Model $model -Force
        Get-SvgText $path | Should -Contain 'Tiny on Shapes (model)'
    }

    It 'draws the heat map of cells, and of a model' {
        $cells = & $out '.svg'
        $ofModel = & $out '.svg'
        $null = Get-CnnConfusionMatrix $model Shapes @where | Export-CnnChart $cells
        $null = Export-CnnChart $ofModel -Model $model -ChartKind ConfusionMatrix @where
        Get-Content $ofModel -Raw | Should -Be (Get-Content $cells -Raw)
        $text = Get-SvgText $cells
        foreach ($expected in @('True class', 'Predicted class') + (Get-CnnModel $model).Classes) { $text | Should -Contain $expected }
        $all = & $out '.png'
        $null = Export-CnnChart $all -Model $model -ChartKind All -Scale 1 @where
        (Get-PngSize $all)[1] | Should -BeGreaterThan 900
    }

    It 'takes width, height and scale' {
        $path = & $out '.png'
        $null = (Get-CnnRun $model).History | Export-CnnChart $path -Width 800 -Height 400 -Scale 3
        Get-PngSize $path | Should -Be 2400, 1200
    }

    It 'says what it would do, and writes nothing' {
        $path = & $out '.png'
        (Get-CnnRun $model).History | Export-CnnChart $path -WhatIf
        Test-Path $path | Should -BeFalse
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'what is no history'; Run = { 1..3 | Export-CnnChart (& $out '.svg') }; Id = 'ChartInputInvalid' }
        @{ What = 'another format'; Run = { (Get-CnnRun $model).History | Export-CnnChart (& $out '.bmp') }; Id = 'OutputPathInvalid' }
        if ($IsLinux) { @{ What = 'a folder that takes no files'; Run = { (Get-CnnRun $model).History | Export-CnnChart '/proc/curves.svg' -ErrorAction Stop }; Id = 'OutputPathInvalid' } }
        @{ What = 'an existing file'; Run = { (Get-CnnRun $model).History | Export-CnnChart $model.Replace('.safetensors', '.svg'); (Get-CnnRun $model).History | Export-CnnChart $model.Replace('.safetensors', '.svg') }; Id = 'OutputExists' }
        @{ What = 'two models in one heat map'; Run = { 1..2 | ForEach-Object { Get-CnnConfusionMatrix $model Shapes @where } | Export-CnnChart (& $out '.svg') }; Id = 'ConfusionInvalid' }
    ) {
        $Run | Should -Throw -ErrorId "$Id,CnnTools.PowerShell.Commands.ExportCnnChartCommand"
    }

    It 'only warns where nothing comes' {
        $path = & $out '.svg'
        @() | Export-CnnChart $path -WarningVariable warning 3> $null
        "$warning" | Should -BeLike '*is not written*'
    }
}

Describe 'Export-CnnImage' {
    It 'draws a grid of samples' {
        $path = & $out '.svg'
        $null = Export-CnnImage $path -Dataset Shapes -Row 2 -Column 3
        $svg = [xml](Get-Content $path -Raw)
        $svg.GetElementsByTagName('image').Count | Should -Be 6
        Get-SvgText $path | Should -Contain 'Train 5'
        $expected = (Get-CnnPrediction $model -Dataset Shapes -Split Train -Index (0..5) @where).TrueLabel
        Get-SvgText $path | Where-Object { $_ -in (Get-CnnModel $model).Classes } | Should -Be $expected
    }

    It 'takes positions, and random images that depend on the seed alone' {
        $a, $b, $c, $d = 1..4 | ForEach-Object { & $out '.png' }
        $null = Export-CnnImage $a -Dataset Shapes -Split Test -Seed 7
        $null = Export-CnnImage $b -Dataset Shapes -Split Test -Seed 7
        $null = Export-CnnImage $c -Dataset Shapes -Split Test -Seed 8
        (Get-FileHash $b).Hash | Should -Be (Get-FileHash $a).Hash
        (Get-FileHash $c).Hash | Should -Not -Be (Get-FileHash $a).Hash
        $null = Export-CnnImage $d -Dataset Shapes -Index 3, 1 -Scale 4 -NoCaption
        (Get-PngSize $d)[1] | Should -Be (16 + 18 + 12 + 128 + 16)
        { Export-CnnImage (& $out '.png') -Dataset Shapes -Index 99999 } | Should -Throw -ErrorId 'IndexOutOfRange,*'
    }

    It 'draws the mistakes that a model is surest of' {
        $path = & $out '.svg'
        $null = Export-CnnImage $path -Model $model -Dataset Shapes -Count 4 @where
        $surest = Get-CnnPrediction $model -Dataset Shapes @where | Where-Object { $_.Label -ne $_.TrueLabel } | Sort-Object Probability -Descending | Select-Object -First 4
        $number = $surest.Path -replace 'Shapes/Test/', 'Test '
        Get-SvgText $path | Where-Object { $_ -like 'Test *' } | Should -Be $number
        Get-SvgText $path | Where-Object { $_ -like 'true: *' } | Should -Be ($surest.TrueLabel | ForEach-Object { "true: $_" })
    }

    It 'shows what augmentation makes of an image' {
        $path = & $out '.svg'
        $null = Export-CnnImage $path -Dataset Shapes -Index 7 -Augmentation Shift, Flip -ShiftFraction 0.2 -Count 10 @where
        $images = ([xml](Get-Content $path -Raw)).GetElementsByTagName('image').href
        $images.Count | Should -Be 10
        @($images | Sort-Object -Unique).Count | Should -BeGreaterThan 6
        Get-SvgText $path | Should -Contain 'as it is'
    }

    It 'draws the answers of a model, for files and for images of a dataset' {
        $image = Join-Path $TestDrive 'image.png'
        Write-Png $image 40 20 ([byte[]]::new(40 * 20 * 3))
        $path = & $out '.svg'
        $null = Get-Item $image | Get-CnnPrediction $model @where | Export-CnnImage $path
        Get-SvgText $path | Should -Contain 'image.png'
        $null = Get-CnnPrediction $model -Dataset Shapes -Index 4 @where | Export-CnnImage $path -Force
        $answer = Get-CnnPrediction $model -Dataset Shapes -Index 4 @where
        (Get-SvgText $path) -match "$($answer.Label), \d" | Should -Not -BeNullOrEmpty
    }

    It 'reports a file that is no image and draws the others' {
        $good = Join-Path $TestDrive 'good.png'
        Write-Png $good 8 8 ([byte[]]::new(64))
        $bad = Join-Path $TestDrive 'bad.png'
        Set-Content $bad 'no image'
        $path = & $out '.svg'
        $null = $bad, $good | Export-CnnImage $path -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'ImageDecodeFailed,CnnTools.PowerShell.Commands.ExportCnnImageCommand'
        Get-SvgText $path | Should -Contain 'good.png'
    }
}

Describe 'Show-CnnImage' {
    It 'draws half blocks in true colour' {
        $lines = Show-CnnImage -Dataset Shapes -Index 0 -Width 16 -ColorDepth TrueColor
        $lines.Count | Should -Be 11
        $lines[0..7] | ForEach-Object { [System.Management.Automation.Internal.StringDecorated]::new($_).ContentLength | Should -Be 16 }
        $lines[0] | Should -Match '^\e\[38;2;\d+;\d+;\d+;48;2;\d+;\d+;\d+m'
        $lines[0..7] | Should -Match '\e\[0m$'
        $lines[9] | Should -Be 'Train 0'
        "$lines" | Should -Not -Match '\e\[[0-9;]*[A-HJKSTfsu]'
    }

    It 'has no colours where they are switched off' {
        $before = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try { "$(Show-CnnImage -Dataset Shapes -Index 0)" | Should -Not -Match '\e' }
        finally { $PSStyle.OutputRendering = $before }
        $text = Invoke-Fresh "`$env:NO_COLOR = '1'; `$PSStyle.OutputRendering = 'Ansi'; Import-Module `$modulePath; Show-CnnImage -Dataset Shapes -Index 0 -Verbose 4>&1"
        # What colours the word VERBOSE is PowerShell.
        "$text" | Should -Not -Match '\e\[[34]8;'
        "$text" | Should -Match 'NO_COLOR is set'
    }

    It 'shows files, mistakes and images side by side' {
        $image = Join-Path $TestDrive 'wide.png'
        Write-Png $image 60 20 ([byte[]]::new(60 * 20))
        (Get-Item $image | Show-CnnImage -Width 30 -ColorDepth None)[-2] | Should -Be 'wide.png'
        Show-CnnImage -Model $model -Dataset Shapes -Count 2 -Width 20 -ColorDepth None @where | Where-Object { $_ -match '^true: ' } | Should -Not -BeNullOrEmpty
    }
}

Describe 'Get-CnnRun' {
    BeforeAll {
        $runs = Join-Path $TestDrive 'runs'
        foreach ($seed in 1, 2) {
            $options = $small.Clone()
            $options.Seed = $seed
            $null = Invoke-CnnTraining @options -Epoch $seed -RunPath $runs -OutputPath (Join-Path $TestDrive "$seed.safetensors") -TensorBoardPath (Join-Path $TestDrive "board$seed") 6> $null
        }
    }

    It 'finds trainings, newest first, with their options, metrics and files' {
        $found = Get-CnnRun $runs
        $found | Should -BeOfType ([CnnTools.CnnRun])
        $found.Seed | Should -Be 2, 1
        $found.Epoch | Should -Be 2, 1
        $found.State | Should -Be Completed, Completed
        $found[1].ModelPath | Should -Be (Join-Path $TestDrive '1.safetensors')
        $found[0].Options['BatchSize'] | Should -Be '256'
        $found[0].TestAccuracy | Should -Be (Get-CnnModel $found[0].ModelPath).TestAccuracy
        @(Get-ChildItem $found[0].TensorBoardPath -Filter events.out.tfevents.*).Count | Should -Be 1
        (Get-CnnRun $runs -Dataset Sha* -Architecture Lin*).Count | Should -Be 2
        Get-CnnRun $runs -Architecture VggBatchNorm | Should -BeNullOrEmpty
    }

    It 'goes on into evaluation, charts and tables' {
        $result = Get-CnnRun $runs | Sort-Object TestAccuracy -Descending | Select-Object -First 1 | Measure-CnnModel @where
        $result.Accuracy | Should -Be (Get-CnnRun $runs | Measure-Object TestAccuracy -Maximum).Maximum
        $path = & $out '.svg'
        $null = Get-CnnRun $runs | Export-CnnChart $path
        Get-SvgText $path | Should -Contain '2 trainings'
        Get-CnnRun $runs | ConvertTo-Json -Depth 4 | ConvertFrom-Json | ForEach-Object Architecture | Should -Be Linear, Linear
        (Get-CnnRun $runs | Out-String -Width 120) | Should -Match 'Completed'
    }

    It 'uses the folder that CNNTOOLS_RUNS names, and writes no record where nobody named one' {
        $elsewhere = Join-Path $TestDrive 'elsewhere'
        $env:CNNTOOLS_RUNS = $elsewhere
        try {
            $null = Invoke-CnnTraining @small -Epoch 1 6> $null
            (Get-CnnRun).Count | Should -Be 1
            (Get-CnnRun).RecordPath | Should -BeLike "$elsewhere*"
        }
        finally { Remove-Item Env:CNNTOOLS_RUNS }
    }

    It 'loads no libtorch' {
        Invoke-Fresh "Import-Module `$modulePath; `$null = Get-CnnRun '$runs'; Test-TorchLoaded" | Should -Be 'False'
    }
}

Describe 'Drawing' {
    It 'is loaded with the first image, from inside the module' {
        $text = Invoke-Fresh @"
Import-Module `$modulePath
`$loaded = { [bool](Select-String -Path /proc/self/maps -Pattern libSkiaSharp -Quiet) }
& `$loaded
`$null = (Get-CnnRun '$model').History | Export-CnnChart '$(& $out '.png')'
(Select-String -Path /proc/self/maps -Pattern libSkiaSharp | Select-Object -First 1).Line -replace '^.* /', '/'
[System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'SkiaSharp' } | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }
Test-TorchLoaded
"@
        $text | Should -Be 'False', (Join-Path (Split-Path $modulePath) 'lib/runtimes/linux-x64/native/libSkiaSharp.so'), 'CnnTools', 'False'
    } -Skip:(-not $IsLinux)
}

Describe 'examples/tutorial-figures.ps1' {
    It 'draws all figures of <_>, on its own data where they are on this machine' -ForEach 'Mnist', 'FashionMnist', 'Cifar10EarlyStopping', 'Cifar10Vgg', 'Cifar10Dropout', 'Cifar10ThreeConv' {
        $folder = Join-Path $TestDrive "figures-$_"
        $files = & (Join-Path $PSScriptRoot '../../examples/tutorial-figures.ps1') -Tutorial $_ -TimeBudget 2 -Offline -OutputFolder $folder -ModulePath $modulePath -WarningVariable warning 3> $null 6> $null
        $files | Should -BeOfType ([System.IO.FileInfo])
        $name = $_.ToLowerInvariant()
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be @('-confusion.png', '-curves.png', '-curves.svg', '-mistakes.png', '-samples.png', '.csv', '.safetensors' | ForEach-Object { "$name$_" })

        $own = $_ -like 'Cifar10*' ? 'Cifar10' : $_
        $data = $own -in $cachedDatasets ? $own : 'Shapes'
        if ($data -eq 'Shapes') { "$warning" | Should -BeLike "*$own is not on this machine*" } else { $warning | Should -BeNullOrEmpty }
        $model = Get-CnnModel (Join-Path $folder "$name.safetensors")
        $model.Dataset | Should -Be $data
        $text = Get-SvgText (Join-Path $folder "$name-curves.svg")
        foreach ($expected in "$($model.Architecture) on $data", 'Loss', 'Accuracy', 'training', 'validation') { $text | Should -Contain $expected }
        foreach ($image in '-confusion', '-curves', '-mistakes', '-samples') { (Get-PngSize (Join-Path $folder "$name$image.png"))[0] | Should -BeGreaterThan 300 }
        # The classes of the samples and of the model are the data's own.
        $model.Classes | Should -Be (Get-CnnDataset $data -Split Train).Classes
    }

    It 'draws the samples alone' {
        $file = & (Join-Path $PSScriptRoot '../../examples/tutorial-figures.ps1') -Tutorial Cifar10ThreeConv -Dataset Shapes -SampleOnly -OutputFolder (Join-Path $TestDrive 'samples') -ModulePath $modulePath
        $file.Name | Should -Be 'cifar10threeconv-samples.png'
    }
}
