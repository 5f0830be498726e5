BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $folder = (New-Item (Join-Path $TestDrive 'report') -ItemType Directory).FullName
    $model = Join-Path $folder 'linear.safetensors'
    $log = Join-Path $folder 'linear.csv'
    $live = Join-Path $folder 'live.html'
    Invoke-CnnTraining @small -Epoch 2 -OutputPath $model -LogPath $log -ReportPath $live -InformationAction Ignore | Out-Null
    $how = @{ Device = 'Cpu'; Thread = 1 }
    # No address but images inside the page and places on it.
    function Get-Address([string] $Page) { [regex]::Matches($Page, '\s(?:src|href|action)="(?!data:image/png;base64,|#)[^"]*') }
}

Describe 'Export-CnnReport' {
    It 'writes one file beside the model that holds the model''s accuracy and asks for nothing' {
        $file = Export-CnnReport $model @how
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder 'linear.html')
        $page = Get-Content $file -Raw
        $accuracy = (Measure-CnnModel $model Shapes @how).Accuracy
        $page | Should -BeLike ('*{0}% of 2,000 images of Shapes (test split)*' -f (100 * $accuracy).ToString('0.00', [cultureinfo]::InvariantCulture))
        Get-Address $page | Should -BeNullOrEmpty
        $page.Length | Should -BeLessThan 3MB
    }

    It 'replaces a file only when told to' {
        $out = Join-Path $folder 'mine.html'
        Set-Content $out 'mine'
        { Export-CnnReport $model -OutputPath $out @how -ErrorAction Stop } | Should -Throw -ErrorId 'OutputExists*'
        Get-Content $out | Should -Be 'mine'
        Export-CnnReport $model -OutputPath $out -Force -NoEvaluation | Should -Not -BeNullOrEmpty
    }

    It 'writes nothing under -WhatIf' {
        $out = Join-Path $folder 'none.html'
        Export-CnnReport $model -OutputPath $out -WhatIf | Should -BeNullOrEmpty
        $out | Should -Not -Exist
    }

    It 'makes one report of all models in the pipeline' {
        Copy-Item $model (Join-Path $folder 'other.safetensors')
        $files = @(Get-CnnModel (Join-Path $folder '*.safetensors') | Export-CnnReport -OutputPath (Join-Path $folder 'both.html') -Title 'Both of <them>' @how)
        $files.Count | Should -Be 1
        $page = Get-Content $files[0] -Raw
        $page | Should -BeLike '*<h1>Both of &lt;them&gt;</h1>*'
        $page | Should -BeLike '*Each run against linear on the same images*'
    }

    It 'shows verdicts on its models and refuses others' {
        $verdict = [CnnTools.CnnGateResult] @{ Model = 'linear'; Gate = 'MinAccuracy'; Outcome = 'Failed'; Severity = 'Error'; Value = 0.4; Bound = 0.9; Code = 'CNN2001'; Reason = 'accuracy 0.4 is below <0.9>.' }
        Get-Content (Export-CnnReport $model -GateResult $verdict -NoEvaluation -Force) -Raw | Should -BeLike '*1 of 1 gate failed*is below &lt;0.9&gt;.*'
        $other = [CnnTools.CnnGateResult] @{ Model = 'else'; Gate = 'MinAccuracy'; Outcome = 'Passed'; Severity = 'Error'; Code = 'CNN2001'; Reason = 'r' }
        { Export-CnnReport $model -GateResult $other -NoEvaluation -Force -ErrorAction Stop } | Should -Throw -ErrorId 'OptionInvalid*'
    }

    It 'loads no libtorch where it need not' {
        $out = Join-Path $folder 'quick.html'
        Invoke-Fresh "Import-Module `$modulePath; `$null = Export-CnnReport '$model' -NoEvaluation -OutputPath '$out'; `$null = Export-CnnReport -LogPath '$log' -OutputPath '$out' -Force; Test-TorchLoaded" | Should -Be 'False'
        Get-Content $out -Raw | Should -BeLike '*over 2 epochs: training*'
    }

    It 'says what is wrong with a log' {
        { Export-CnnReport -LogPath (Join-Path $folder 'no.csv') -ErrorAction Stop } | Should -Throw -ErrorId 'LogNotFound*'
        Set-Content (Join-Path $folder 'bad.csv') "a,b`n1,2"
        { Export-CnnReport -LogPath (Join-Path $folder 'bad.csv') -ErrorAction Stop } | Should -Throw -ErrorId 'LogInvalid*'
    }

    It 'follows a log until it is stopped' {
        $growing = Join-Path $folder 'growing.csv'
        $out = Join-Path $folder 'growing.html'
        Get-Content $log -TotalCount 2 | Set-Content $growing
        $run = Start-InRunspace 'Export-CnnReport -LogPath $growing -OutputPath $out -Follow' @{ growing = $growing; out = $out }
        for ($i = 0; $i -lt 300 -and $run.Output.Count -eq 0; $i++) { Start-Sleep -Milliseconds 100 }
        Get-Content $out -Raw | Should -BeLike '*http-equiv="refresh"*'
        Get-Content $log -Tail 1 | Add-Content $growing
        for ($i = 0; $i -lt 300 -and (Get-Content $out -Raw) -notlike '*over 2 epochs*'; $i++) { Start-Sleep -Milliseconds 100 }
        $run.PowerShell.Stop()
        $page = Get-Content $out -Raw
        $page | Should -BeLike '*over 2 epochs*'
        $page | Should -Not -BeLike '*http-equiv="refresh"*'
        $run.PowerShell.Dispose()
    }
}

Describe 'Get-CnnRun | Export-CnnReport' {
    BeforeAll {
        $records = Join-Path $folder 'runs'
        $first = Join-Path $folder 'first.safetensors'
        $second = Join-Path $folder 'second.safetensors'
        Invoke-CnnTraining @small -Epoch 2 -OutputPath $first -RunPath $records -InformationAction Ignore | Out-Null
        Invoke-CnnTraining @small -Epoch 1 -LearningRate 0.01 -OutputPath $second -RunPath $records -InformationAction Ignore | Out-Null
        $compare = Join-Path $folder 'compare.html'
    }

    It 'compares runs, whether their models are there or not' {
        Remove-Item $second
        $file = Get-CnnRun $records | Sort-Object Date | Export-CnnReport -OutputPath $compare @how
        $file.FullName | Should -Be $compare
        $page = Get-Content $file -Raw
        $accuracy = { (100 * $args[0]).ToString('0.00', [cultureinfo]::InvariantCulture) + '%' }
        $page | Should -BeLike ('*>{0}<*' -f (& $accuracy (Measure-CnnModel $first Shapes @how).Accuracy))
        $page | Should -BeLike ('*>{0}<*' -f (& $accuracy (Get-CnnRun $records | Where-Object ModelPath -EQ $second).TestAccuracy))
        $page | Should -BeLike '*<h1>2 runs on Shapes</h1>*What the trainings were told differently*>LearningRate<*'
        $page | Should -BeLike '*which is not there any more*'
        Get-Address $page | Should -BeNullOrEmpty
    }

    It 'takes records by their paths, and runs that came back from a file' {
        Export-CnnReport (Join-Path $records '*.run.json') -NoEvaluation -OutputPath $compare -Force | Should -BeOfType System.IO.FileInfo
        Get-Content $compare -Raw | Should -BeLike '*2 runs on Shapes*'
        Get-CnnRun $records | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Export-CnnReport -NoEvaluation -OutputPath $compare -Force | Should -Not -BeNullOrEmpty
        # A run that only its model tells of.
        Get-CnnRun $first | Export-CnnReport -NoEvaluation -OutputPath $compare -Force | Should -Not -BeNullOrEmpty
        Get-Content $compare -Raw | Should -BeLike '*<h1>Linear on Shapes</h1>*'
    }

    It 'says what is wrong' {
        $none = Join-Path $folder 'none.html'
        $null = New-Item (Join-Path $folder 'nothing') -ItemType Directory
        Get-CnnRun (Join-Path $folder 'nothing') | Export-CnnReport -OutputPath $none -WarningVariable warning 3> $null | Should -BeNullOrEmpty
        "$warning" | Should -BeLike '*no report is written*'
        $none | Should -Not -Exist
        { Export-CnnReport (Join-Path $folder 'gone.run.json') -OutputPath $none -ErrorAction Stop } | Should -Throw -ErrorId 'RunNotFound*'
        Set-Content (Join-Path $folder 'bad.run.json') '{}'
        { Export-CnnReport (Join-Path $folder 'bad.run.json') -OutputPath $none -ErrorAction Stop } | Should -Throw -ErrorId 'RunRecordInvalid*'
        { Get-CnnRun $first | Select-Object Id, RecordPath, ModelPath -ExcludeProperty ModelPath | Export-CnnReport -OutputPath $none -ErrorAction Stop } | Should -Throw '*a record or a model*'
    }
}

Describe 'Invoke-CnnTraining -ReportPath' {
    It 'leaves the report of the model, which does not wait for more' {
        $page = Get-Content $live -Raw
        $page | Should -BeLike '*Confusion matrix*'
        $page | Should -Not -BeLike '*http-equiv="refresh"*'
        Get-Address $page | Should -BeNullOrEmpty
    }
}
