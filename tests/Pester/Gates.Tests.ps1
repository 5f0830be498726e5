BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $folder = (New-Item (Join-Path $TestDrive 'models') -ItemType Directory).FullName
    $model = Join-Path $folder 'good.safetensors'
    $poor = Join-Path $folder 'poor.safetensors'
    $null = New-SmallModel $model -Epoch 8
    $null = New-SmallModel $poor -Epoch 1 -Seed 4
    $where = @{ Device = 'Cpu'; Thread = 1 }
    $accuracy = (Get-CnnModel $model).TestAccuracy
}

Describe 'Test-CnnModel with gates' {
    It 'asks all gates and answers once' {
        Test-CnnModel $model Shapes -MinAccuracy $accuracy -MaxParameters 2402 -MinTestImages 2000 -MinAccuracyLowerBound 0.1 @where | Should -BeTrue
        $answer = Test-CnnModel $model Shapes -MinAccuracy $accuracy -MaxParameters 2401 @where
        $answer | Should -BeOfType ([bool])
        $answer | Should -BeFalse
    }

    It 'says with -Verbose why' {
        $lines = Test-CnnModel $model Shapes -MinimumAccuracy 1 -Verbose @where 4>&1 | ForEach-Object { "$_" }
        $lines | Where-Object { $_ -match ': Failed MinAccuracy: accuracy 0\.\d{4} \(95% interval .* 2,000 images of Shapes Test\) is below MinAccuracy 1\.$' } | Should -Not -BeNullOrEmpty
    }

    It 'lets a gate only warn' {
        Test-CnnModel $model Shapes -MinAccuracy 0.1 -MaxModelByte 1 -WarningGate MaxModelBytes @where -WarningVariable said -WarningAction SilentlyContinue | Should -BeTrue
        "$said" | Should -Match '^CNN2009 MaxModelBytes: '
    }

    It 'refuses to hold a model to nothing' {
        Test-CnnModel $model Shapes @where -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'OptionInvalid,CnnTools.PowerShell.Commands.TestCnnModelCommand'
        "$problem" | Should -Match 'at least one gate'
    }
}

Describe 'Get-CnnGateResult' {
    It 'gives each gate''s verdict as an object, in the same order as a build' {
        $verdicts = Get-CnnGateResult $model Shapes -MinClassRecall 0 -MaxModelBytes 1 -MinAccuracy $accuracy @where
        $verdicts | Should -BeOfType ([CnnTools.CnnGateResult])
        $verdicts.Gate | Should -Be 'MinAccuracy', 'MinClassRecall', 'MaxModelBytes'
        $verdicts.Outcome | Should -Be 'Passed', 'Passed', 'Failed'
        $verdicts.Fails | Should -Be $false, $false, $true
        $verdicts.Code | Should -Be 'CNN2001', 'CNN2005', 'CNN2009'
        $verdicts[0].Value, $verdicts[0].Bound, $verdicts[0].Count | Should -Be $accuracy, $accuracy, 2000
        $verdicts[2].Value | Should -Be (Get-Item $model).Length
    }

    It 'is flat: nothing is lost in a CSV file' {
        $csv = Get-CnnGateResult $model Shapes -MinAccuracy 0.1 @where | ConvertTo-Csv | ConvertFrom-Csv
        $csv.Gate, $csv.Outcome, $csv.Fails | Should -Be 'MinAccuracy', 'Passed', 'False'
        $csv.Reason | Should -Match '^accuracy 0\.'
    }

    It 'takes models from the pipeline, each by itself' {
        $verdicts = Get-CnnModel (Join-Path $folder '*.safetensors') | Get-CnnGateResult -MinAccuracy $accuracy @where
        $verdicts.Model | Should -Be $model, $poor
        $verdicts.Outcome | Should -Be 'Passed', 'Failed'
    }

    It 'compares with a baseline, and fails closed where there is none' {
        $missing = Get-CnnGateResult $model Shapes -MaxAccuracyDrop 1 -Baseline (Join-Path $TestDrive 'none.json') @where
        $missing.Outcome, $missing.Code, $missing.Fails | Should -Be 'Missing', 'CNN2021', $true

        $file = New-CnnBaseline $model Shapes (Join-Path $TestDrive 'good.baseline.json') @where
        $same = Get-CnnGateResult $model Shapes -MaxAccuracyDrop 0 -FailOnSignificantDrop -Baseline $file @where
        $same.Outcome | Should -Be 'Passed', 'Passed'
        $worse = Get-CnnGateResult $poor Shapes -MaxAccuracyDrop 0 -FailOnSignificantDrop -Baseline $file @where
        $worse.Outcome | Should -Be 'Failed', 'Failed'
        $worse.Code | Should -Be 'CNN2003', 'CNN2004'
        $worse[0].BaselineValue | Should -Be $accuracy
        # A model serves as a baseline as well, and says the same.
        (Get-CnnGateResult $poor Shapes -FailOnSignificantDrop -Baseline $model @where).Value | Should -Be $worse[1].Value
    }

    It 'judges several models as one recipe' {
        $together = Get-CnnModel (Join-Path $folder '*.safetensors') | Get-CnnGateResult -MinAccuracy $accuracy -Combine @where
        @($together).Count | Should -Be 1
        $together.Value | Should -BeLessThan $accuracy
        $together.Reason | Should -Match 'mean of 2 seeds'
    }

    It 'writes reports for continuous integration, and none under -WhatIf' {
        $reports = Join-Path $TestDrive 'reports'
        (Get-CnnGateResult $model Shapes -MinAccuracy 1 -ReportPath $reports -WhatIf @where).Outcome | Should -Be 'Failed'
        Test-Path $reports | Should -BeFalse
        $null = Get-CnnGateResult $model Shapes -MinAccuracy 1 -ReportPath $reports @where
        ([xml] (Get-Content (Join-Path $reports 'good.gate.junit.xml') -Raw)).testsuites.testsuite.failures | Should -Be '1'
        (Get-Content (Join-Path $reports 'good.gate.sarif') -Raw | ConvertFrom-Json).runs[0].results[0].ruleId | Should -Be 'CNN2001'
        (Get-Content (Join-Path $reports 'good.gate.md') -Raw) | Should -Match '^### '
    }
}

Describe 'New-CnnBaseline' {
    It 'writes one bit an image, and replaces nothing unasked' {
        $path = Join-Path $TestDrive 'both.baseline.json'
        $file = Get-CnnModel (Join-Path $folder '*.safetensors') | New-CnnBaseline -OutputPath $path @where
        $file | Should -BeOfType ([System.IO.FileInfo])
        $file.FullName | Should -Be $path
        $file.Length | Should -BeLessThan 3000
        $baseline = (Get-Content $path -Raw | ConvertFrom-Json).baseline
        $baseline.count, $baseline.run.Count | Should -Be 2000, 2
        [convert]::FromBase64String($baseline.run[0].correct).Length | Should -Be 250
        New-CnnBaseline $model Shapes $path @where -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'OutputExists,CnnTools.PowerShell.Commands.NewCnnBaselineCommand'
        New-CnnBaseline $model Shapes $path -Force -WhatIf @where | Should -BeNullOrEmpty
        (Get-Item $path).Length | Should -Be $file.Length
    }
}
