BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $model = Join-Path $TestDrive 'model.safetensors'
    $null = New-SmallModel $model
    $where = @{ Model = $model; Device = 'Cpu'; Thread = 1 }

    # Images of other sizes than the model's, RGB and grey, in file names whose order is not that of their making.
    $images = (New-Item (Join-Path $TestDrive 'images') -ItemType Directory).FullName
    foreach ($name in 'c', 'a', 'b') {
        $pixels = [byte[]]::new(20 * 10 * 3)
        [Random]::new([int][char] $name).NextBytes($pixels)
        Write-Png (Join-Path $images "$name.png") 20 10 $pixels
    }
    $grey = [byte[]]::new(64 * 64)
    [Random]::new(1).NextBytes($grey)
    Write-Png (Join-Path $images 'd.png') 64 64 $grey
    $files = 'a', 'b', 'c', 'd' | ForEach-Object { Join-Path $images "$_.png" }
    $broken = Join-Path $TestDrive 'broken.png'
    [System.IO.File]::WriteAllBytes($broken, [System.IO.File]::ReadAllBytes($files[0])[0..99])
}

Describe 'Get-CnnPrediction for files' {
    It 'takes files from Get-ChildItem, in their order' {
        $found = Get-ChildItem $images -Filter *.png | Get-CnnPrediction @where
        $found | Should -BeOfType ([CnnTools.CnnPrediction])
        $found.Path | Should -Be $files
        # Rank alone would be the array's own.
        $found | ForEach-Object Rank | Should -Be 1, 1, 1, 1
        $found | Where-Object TrueLabel | Should -BeNullOrEmpty
        $found.Label | Should -BeIn (Get-CnnModel $model).Classes
    }

    It 'gives the <_> most probable classes, the first first' -ForEach 1, 3, 10 {
        $found = @(Get-CnnPrediction @where -Path $files[0] -Top $_)
        $found | ForEach-Object Rank | Should -Be (1..$_)
        $found.Probability | Should -Be ($found.Probability | Sort-Object -Descending)
        if ($_ -eq 10) { [math]::Abs(($found | Measure-Object Probability -Sum).Sum - 1) | Should -BeLessThan 1e-5 }
    }

    It 'takes wildcards, strings from the pipeline, literal paths and rows of a table' {
        (Get-CnnPrediction $model (Join-Path $images '*.png') -Device Cpu -Thread 1).Path | Should -Be $files
        ($files[3, 0] | Get-CnnPrediction @where).Path | Should -Be $files[3, 0]
        (Get-CnnPrediction @where -LiteralPath $files[1]).Path | Should -Be $files[1]
        ([pscustomobject] @{ Path = $files[2] } | Get-CnnPrediction @where).Path | Should -Be $files[2]
        Get-CnnPrediction @where -Path (Join-Path $images '*.jpg') | Should -BeNullOrEmpty
        Push-Location $images
        try { (Get-CnnPrediction @where -Path ./b.png, [cd].png).Path | Should -Be $files[1, 2, 3] }
        finally { Pop-Location }
    }

    It 'takes names with brackets in them' {
        $odd = Join-Path $TestDrive 'odd[1].png'
        Copy-Item $files[0] $odd
        (Get-CnnPrediction @where -LiteralPath $odd).Path | Should -Be $odd
        (Get-Item -LiteralPath $odd | Get-CnnPrediction @where).Path | Should -Be $odd
        (Get-CnnPrediction @where -Path $odd).Path | Should -Be $odd
    }

    It 'reports a broken image and a missing one, and goes on in order' {
        $missing = Join-Path $TestDrive 'missing.png'
        $found = $files[0], $broken, $files[1], $missing, $files[2] | Get-CnnPrediction @where -BatchSize 2 -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Path | Should -Be $files[0..2]
        $problem.FullyQualifiedErrorId | Should -Be 'ImageDecodeFailed,CnnTools.PowerShell.Commands.GetCnnPredictionCommand', 'ImageNotReadable,CnnTools.PowerShell.Commands.GetCnnPredictionCommand'
        $problem.TargetObject | Should -Be $broken, $missing
        $problem.CategoryInfo.Category | Should -Be 'InvalidData', 'ObjectNotFound'
    }

    It 'can be told to stop at the first broken image' {
        { $broken, $files[0] | Get-CnnPrediction @where -ErrorAction Stop } | Should -Throw -ErrorId 'ImageDecodeFailed,*'
    }

    It 'hands answers on while images still come' {
        $seen = [System.Collections.Generic.List[int]]::new()
        $count = 0
        $answers = 1..6 | ForEach-Object { $seen.Add($count); $files[0] } | Get-CnnPrediction @where -BatchSize 2 | ForEach-Object { $count++; $_ }
        $answers.Count | Should -Be 6
        $seen | Should -Be 0, 0, 2, 2, 4, 4
    }

    It 'ends for a model that is none' {
        { $files | Get-CnnPrediction -Model $broken } | Should -Throw -ErrorId 'ModelFile*,CnnTools.PowerShell.Commands.GetCnnPredictionCommand'
        { $files | Get-CnnPrediction -Model (Join-Path $TestDrive 'none.safetensors') } | Should -Throw -ErrorId 'ModelNotFound,*'
    }
}

Describe 'Get-CnnPrediction for a dataset' {
    It 'knows the true classes' {
        $found = Get-CnnPrediction @where -Dataset Shapes -Index 7, 0, 12
        $found.Path | Should -Be 'Shapes/Test/7', 'Shapes/Test/0', 'Shapes/Test/12'
        $found.TrueLabel | Should -BeIn (Get-CnnModel $model).Classes
        (Get-CnnPrediction @where -Dataset Shapes -Split Train -Index 3).Path | Should -Be 'Shapes/Train/3'
    }

    It 'takes numbers from the pipeline, and all images without any' {
        (5..7 | Get-CnnPrediction @where -Dataset Shapes).Path | Should -Be 'Shapes/Test/5', 'Shapes/Test/6', 'Shapes/Test/7'
        $all = Get-CnnPrediction @where -Dataset Shapes
        $all.Count | Should -Be 2000
        @($all | Where-Object { $_.Label -eq $_.TrueLabel }).Count / 2000 | Should -Be (Get-CnnModel $model).TestAccuracy
    }

    It 'reports a number that no image has and goes on' {
        $found = Get-CnnPrediction @where -Dataset Shapes -Index 1, 2000, 2 -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Path | Should -Be 'Shapes/Test/1', 'Shapes/Test/2'
        $problem.FullyQualifiedErrorId | Should -Be 'IndexOutOfRange,CnnTools.PowerShell.Commands.GetCnnPredictionCommand'
    }

    It 'averages with the mirror image when asked' {
        $plain = Get-CnnPrediction @where -Dataset Shapes -Index 0 -Top 10
        $flipped = Get-CnnPrediction @where -Dataset Shapes -Index 0 -Top 10 -Flip
        [math]::Abs(($flipped | Measure-Object Probability -Sum).Sum - 1) | Should -BeLessThan 1e-5
        ($flipped | Sort-Object Label).Probability | Should -Not -Be ($plain | Sort-Object Label).Probability
    }

    It 'can be piped into Export-Csv' {
        $rows = Join-Path $TestDrive 'rows.csv'
        Get-CnnPrediction @where -Dataset Shapes -Index 0 | Export-Csv $rows
        (Import-Csv $rows).PSObject.Properties.Name | Should -Be 'Path', 'Rank', 'Label', 'Probability', 'TrueLabel'
    }

    It 'stops when the pipeline has had enough' {
        (Get-CnnPrediction @where -Dataset Shapes | Select-Object -First 1).Path | Should -Be 'Shapes/Test/0'
        (Get-CnnPrediction @where -Dataset Shapes -Index 1).Path | Should -Be 'Shapes/Test/1'
    }
}

Describe 'Ctrl+C' {
    It 'stops predictions, and they work again' {
        $run = Start-InRunspace 'while ($true) { Get-CnnPrediction $model -Dataset Shapes -Device Cpu -Thread 1 }' @{ model = $model }
        $patience = [datetime]::UtcNow.AddMinutes(2)
        while ($run.Output.Count -lt 1 -and $run.PowerShell.InvocationStateInfo.State -eq 'Running' -and [datetime]::UtcNow -lt $patience) { Start-Sleep -Milliseconds 20 }
        $run.Output.Count | Should -BeGreaterOrEqual 1
        $stop = $run.PowerShell.BeginStop($null, $null)
        $stop.AsyncWaitHandle.WaitOne([timespan]::FromMinutes(1)) | Should -BeTrue
        $run.PowerShell.InvocationStateInfo.State | Should -Be 'Stopped'
        $run.PowerShell.Streams.Error | Should -BeNullOrEmpty
        @(Get-CnnPrediction @where -Dataset Shapes -Index 0).Count | Should -Be 1
    }
}

Describe 'examples/tutorial-walk.ps1' {
    It 'goes from data to one predicted image' {
        $example = Join-Path $PSScriptRoot '../../examples/tutorial-walk.ps1'
        $out = Join-Path $TestDrive 'walk'
        $output = @(Invoke-Fresh "& '$example' -Epoch 1 -BatchSize 256 -OutputFolder '$out' -ModulePath `$modulePath")
        $text = $output -join "`n"
        $text | Should -Match '(?m)^Name +Split +Count'
        $text | Should -Match '(?m)^conv2d +Conv2d +29x29x32'
        $text | Should -Match '(?m)^Epoch +Loss'
        $text | Should -Match '(?m)^Model +Dataset +Split +Count +Accuracy +95% interval +Loss'
        $text | Should -Match '(?m)^Class +Precision +Recall +F1 +Support'
        $text | Should -Match '(?m)^True label +Predicted label'
        $text | Should -Match '(?m)^Image +Rank +Label +Probability'
        $text | Should -Match '(?m)^Shapes/Test/0 +1 +\w+ +\d+[.,]\d\d% +\w+'
        foreach ($file in 'shapes.safetensors', 'samples.png', 'curves.svg', 'shapes.html') { Join-Path $out $file | Should -Exist }
    }
}
