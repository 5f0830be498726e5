BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Invoke-CnnTraining' {
    BeforeEach {
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
        $log = Join-Path $folder 'log.csv'
        $model = Join-Path $folder 'model.safetensors'
    }

    It 'emits an object an epoch, with shares as fractions' {
        $epoch = Invoke-CnnTraining @small -Epoch 2 6> $null
        $epoch | Should -BeOfType ([CnnTools.CnnEpochResult])
        $epoch.Epoch | Should -Be 1, 2
        foreach ($each in $epoch) {
            $each.Accuracy | Should -BeGreaterThan 0
            $each.Accuracy | Should -BeLessOrEqual 1
            $each.ValidationAccuracy | Should -BeLessOrEqual 1
            $each.ImagesPerSecond | Should -BeGreaterThan 0
        }
    }

    It 'hands the first epoch on while the second still runs' {
        # The log gets its line right before the object goes down the pipeline: one line means that the second epoch has not ended.
        $rows = Join-Path $folder 'rows.csv'
        $seen = Invoke-CnnTraining @small -Epoch 2 -LogPath $log 6> $null | ForEach-Object {
            $_ | Export-Csv $rows -Append
            [pscustomobject] @{ Epoch = $_.Epoch; Logged = @(Import-Csv $log).Count; Exported = @(Import-Csv $rows).Count }
        }
        $seen.Epoch | Should -Be 1, 2
        $seen.Logged | Should -Be 1, 2
        $seen.Exported | Should -Be 1, 2
    }

    It 'can be piped into Export-Csv' {
        $rows = Join-Path $folder 'rows.csv'
        Invoke-CnnTraining @small -Epoch 2 6> $null | Export-Csv $rows
        $read = Import-Csv $rows
        $read.Epoch | Should -Be '1', '2'
        $read[0].PSObject.Properties.Name | Should -Be 'Epoch', 'Loss', 'Accuracy', 'ValidationLoss', 'ValidationAccuracy', 'LearningRate', 'Seconds', 'ImagesPerSecond'
    }

    It 'writes model and log where it is told, in the sense of the session''s location' {
        Push-Location $folder
        try { $null = Invoke-CnnTraining @small -Epoch 1 -OutputPath model.safetensors -LogPath ./log.csv 6> $null }
        finally { Pop-Location }
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be 'log.csv', 'model.safetensors'
        @(Import-Csv $log).Count | Should -Be 1
    }

    It 'ends with a line that says how good the model is and where it lies' {
        $null = Invoke-CnnTraining @small -Epoch 1 -OutputPath $model -InformationVariable information 6> $null
        "$($information[-1])" | Should -Match 'test accuracy [\d.,]+%'
        "$($information[-1])" | Should -BeLike "*$model*"
    }

    It 'tells device, threads and seed under -Verbose' {
        $text = Invoke-CnnTraining @small -Epoch 1 -Verbose 4>&1 6> $null | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Out-String
        $text | Should -Match 'Cpu'
        $text | Should -Match '(?i)seed 3'
    }

    It 'shows the epoch below the training and removes both bars' {
        $run = Start-InRunspace 'Invoke-CnnTraining @options -Epoch 1 6> $null' @{ options = $small }
        $run.PowerShell.EndInvoke($run.Handle)
        $bars = $run.PowerShell.Streams.Progress | Where-Object Activity -NotMatch 'Preparing modules'
        ($bars | Where-Object ActivityId -EQ 1).Activity | Should -Contain 'Train Linear on Shapes'
        ($bars | Where-Object ActivityId -EQ 2).ParentActivityId | Should -Contain 1
        foreach ($id in 1, 2) { ($bars | Where-Object ActivityId -EQ $id)[-1].RecordType | Should -Be 'Completed' }
    }

    It 'takes a network as an object' {
        (Invoke-CnnTraining -Dataset Shapes -Architecture $linear -WhatIf 6>&1 | Out-String) | Should -Match '30[,.]?730 parameters'
    }

    It 'takes a network in JSON, in the sense of the session''s location' {
        Set-Content (Join-Path $folder 'linear.json') '{"name": "Linear", "height": 32, "width": 32, "channels": 3, "layer": [{"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}'
        Push-Location $folder
        try { (Invoke-CnnTraining -Dataset Shapes -Architecture linear.json -WhatIf 6>&1 | Out-String) | Should -Match '30[,.]?730 parameters' }
        finally { Pop-Location }
    }

    It 'takes a dataset from the pipeline and trains once on both its splits' {
        $options = $small.Clone()
        $options.Remove('Dataset')
        $epoch = Get-CnnDataset Shapes | Invoke-CnnTraining @options -Epoch 1 6> $null
        @($epoch).Count | Should -Be 1
    }

    It 'stops when the pipeline has had enough, and leaves no half-written file' {
        $first = Invoke-CnnTraining @small -Epoch 100000 -LogPath $log -OutputPath $model 6> $null 3> $null | Select-Object -First 1
        $first.Epoch | Should -Be 1
        @(Import-Csv $log).Count | Should -Be 1
        (Get-ChildItem $folder -Force).Name | Should -BeIn 'log.csv', 'model.safetensors'
    }
}

Describe 'Invoke-CnnTraining -WhatIf' {
    It 'prints the plan and writes nothing' {
        $log = Join-Path $TestDrive 'whatif.csv'
        $text = Invoke-CnnTraining @small -Epoch 7 -LogPath $log -WhatIf 6>&1 | Out-String
        $text | Should -Match '7 epochs'
        $text | Should -Match '30[,.]?730 parameters'
        Test-Path $log | Should -BeFalse
    }
}

Describe 'Training techniques' {
    It 'are told by -WhatIf and take effect' {
        $recipe = @{ Schedule = 'Cosine'; WarmUpEpoch = 0.5; LabelSmoothing = 0.1; WeightAveraging = 0.9; GradientClipping = 1; Mixup = 0.2; CutMix = 1; RandomErasing = 0.25; ClassWeight = 'Balanced'; TimeBudget = 3600 }
        $plan = Invoke-CnnTraining @small @recipe -Epoch 2 -WhatIf 6>&1 | Out-String
        $plan | Should -Match 'cosine to 0, after 0[.,]5 epochs of warm-up'
        $plan | Should -Match 'class weights Balanced'
        $epoch = @(Invoke-CnnTraining @small @recipe -Epoch 2 6> $null)
        $epoch.Count | Should -Be 2
        $epoch[1].LearningRate | Should -BeLessThan ($epoch[0].LearningRate / 10)
    }

    It 'take class weights as <Name>' -ForEach @(
        @{ Name = 'a word'; Value = 'balanced'; Text = 'Balanced' }
        @{ Name = 'text'; Value = 'Circle=2'; Text = 'Circle=2' }
        @{ Name = 'numbers'; Value = 1, 1, 1, 1, 2.5, 1, 1, 1, 1, 1; Text = '1,1,1,1,2.5,1,1,1,1,1' }
        @{ Name = 'a hashtable'; Value = @{ Circle = 2 }; Text = 'Circle=2' }
    ) {
        $circle = (Get-CnnDataset -Name Shapes)[0].Classes[0]
        if ($Value -is [hashtable]) { $Value = @{ $circle = 2 } } elseif ($Value -is [string]) { $Value = $Value -replace 'Circle', $circle }
        Invoke-CnnTraining @small -ClassWeight $Value -WhatIf 6>&1 | Out-String | Should -BeLike "*class weights $($Text -replace 'Circle', $circle)*"
    }

    It 'end with the time budget, and say so' {
        $epoch = @(Invoke-CnnTraining @small -Epoch 1000 -TimeBudget 0.001 -InformationVariable information 6> $null)
        $epoch.Count | Should -Be 1
        "$($information[-1])" | Should -Match 'time budget of 0[.,]001 seconds was spent'
    }

    It 'refuse what does not fit: <Name>' -ForEach @(
        @{ Name = 'another schedule''s option'; Argument = @{ Schedule = 'Cosine'; ScheduleFactor = 0.5 }; Text = '*Schedule Step or Plateau*' }
        @{ Name = 'too few weights'; Argument = @{ ClassWeight = 1, 2 }; Text = '*expected 10 weights*' }
        @{ Name = 'weights that are none'; Argument = @{ ClassWeight = 'Heavy' }; Text = '*expected Balanced*Heavy*' }
        @{ Name = 'a budget of nothing'; Argument = @{ TimeBudget = 0 }; Text = '*TimeBudget*above 0*' }
    ) {
        { Invoke-CnnTraining @small @Argument -WhatIf } | Should -Throw $Text
    }
}

Describe 'Errors of Invoke-CnnTraining' {
    It 'have the id <Id> for <Name>' -ForEach @(
        @{ Name = 'an unknown dataset'; Id = 'DatasetNotFound'; Category = 'ObjectNotFound'; Argument = @{ Dataset = 'Shaps' } }
        @{ Name = 'an unknown network'; Id = 'ArchitectureNotFound'; Category = 'ObjectNotFound'; Argument = @{ Dataset = 'Shapes'; Architecture = 'Resnet' } }
        @{ Name = 'no network'; Id = 'ArchitectureInvalid'; Category = 'InvalidArgument'; Argument = @{ Dataset = 'Shapes'; Architecture = 5 } }
        @{ Name = 'an impossible learning rate'; Id = 'OptionInvalid'; Category = 'InvalidArgument'; Argument = @{ Dataset = 'Shapes'; LearningRate = -1 } }
        @{ Name = 'an unknown device'; Id = 'DeviceInvalid'; Category = 'InvalidArgument'; Argument = @{ Dataset = 'Shapes'; Device = 'Tpu' } }
        @{ Name = 'a path that is no file'; Id = 'PathNotFileSystem'; Category = 'InvalidArgument'; Argument = @{ Dataset = 'Shapes'; OutputPath = 'Env:/model' } }
    ) {
        $caught = $null
        try { Invoke-CnnTraining @Argument -Epoch 1 } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -Be "$Id,CnnTools.PowerShell.Commands.InvokeCnnTrainingCommand"
        $caught.CategoryInfo.Category | Should -Be $Category
        $caught.Exception | Should -BeOfType ([CnnTools.CnnException])
    }

    It 'protect existing files' {
        $log = Join-Path $TestDrive 'mine.csv'
        'mine' | Set-Content $log
        { Invoke-CnnTraining @small -Epoch 1 -LogPath $log } | Should -Throw -ErrorId 'OutputExists,*'
        Get-Content $log | Should -Be 'mine'
        $null = Invoke-CnnTraining @small -Epoch 1 -LogPath $log -Force 6> $null
        @(Import-Csv $log).Count | Should -Be 1
    }

    It 'name the value in the binding of ValidationSplit' {
        { Invoke-CnnTraining @small -ValidationSplit 1.5 } | Should -Throw '*expected a fraction in*1.5*'
    }

    It 'concern one dataset of several' {
        $options = $small.Clone()
        $options.Remove('Dataset')
        $what = 'Shaps', 'Shapes' | Invoke-CnnTraining @options -WhatIf -ErrorVariable problem -ErrorAction SilentlyContinue 6>&1 | Out-String
        $problem.Count | Should -Be 1
        $what | Should -Match '30[,.]?730 parameters'
    }
}

Describe 'Ctrl+C' {
    It 'stops within the epoch, leaves a readable log and no half-written file, and training works again' {
        $folder = (New-Item (Join-Path $TestDrive 'stopped') -ItemType Directory).FullName
        $log = Join-Path $folder 'log.csv'
        $run = Start-InRunspace 'Invoke-CnnTraining @options -Epoch 100000 -LogPath $log -OutputPath $model' @{ options = $small; log = $log; model = (Join-Path $folder 'model.safetensors') }
        $patience = [datetime]::UtcNow.AddMinutes(5)
        while ($run.Output.Count -lt 1 -and $run.PowerShell.InvocationStateInfo.State -eq 'Running' -and [datetime]::UtcNow -lt $patience) { Start-Sleep -Milliseconds 20 }
        $run.Output.Count | Should -BeGreaterOrEqual 1

        $stop = $run.PowerShell.BeginStop($null, $null)
        $stop.AsyncWaitHandle.WaitOne([timespan]::FromMinutes(2)) | Should -BeTrue
        $run.PowerShell.InvocationStateInfo.State | Should -Be 'Stopped'
        $run.PowerShell.Streams.Error | Should -BeNullOrEmpty

        $rows = @(Import-Csv $log)
        $rows.Count | Should -BeGreaterOrEqual $run.Output.Count
        $rows[-1].ImagesPerSecond | Should -Not -BeNullOrEmpty
        (Get-ChildItem $folder -Force).Name | Should -BeIn 'log.csv', 'model.safetensors'

        @(Invoke-CnnTraining @small -Epoch 1 6> $null).Count | Should -Be 1
    }
}

Describe 'examples/training-techniques.ps1' {
    It 'shows what each recipe came to' {
        $example = Join-Path $PSScriptRoot '../../examples/training-techniques.ps1'
        $text = @(Invoke-Fresh "& '$example' -Epoch 1 -BatchSize 256 -ModulePath `$modulePath | Out-String -Width 200") -join "`n"
        foreach ($name in 'Constant', 'One cycle', 'Averaged', 'Mixed', 'In a hurry') { $text | Should -Match "$name" }
    }
}
