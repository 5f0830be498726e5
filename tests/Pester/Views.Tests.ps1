BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $PSStyle.OutputRendering = 'PlainText'

    function Format-Lines($Object) { @(($Object | Out-String -Width 120) -split '\r?\n' | Where-Object { $_.Trim() }) }
}

Describe 'Views' {
    It 'show an epoch as a line with accuracies as percentages' {
        $epoch = [CnnTools.CnnEpochResult] @{ Epoch = 3; Loss = 0.12345; Accuracy = 0.98765; ValidationLoss = 0.2; ValidationAccuracy = 0.9; LearningRate = 0.001; Seconds = 12.34; ImagesPerSecond = 1234.5 }
        $lines = Format-Lines $epoch
        $lines[0] | Should -Match '^Epoch +Loss +Accuracy +Val\. loss +Val\. accuracy +Learning rate +Seconds +Images/s$'
        $lines[2] | Should -Match '^ +3 +0[.,]1235 +98[.,]7[67]% +0[.,]2000 +90[.,]00% +0[.,]001 +12[.,]3 +1[.,]?23[45]$'
    }

    It 'leave empty what was not watched' {
        $epoch = [CnnTools.CnnEpochResult] @{ Epoch = 1; Loss = 1; Accuracy = 0.5; LearningRate = 0.001; Seconds = 1; ImagesPerSecond = 10 }
        (Format-Lines $epoch)[2] | Should -Match '^ +1 +1[.,]0000 +50[.,]00% +0[.,]001 '
    }

    It 'of {<_>} fit into 120 columns with no heading cut' -ForEach { Get-CnnArchitecture }, { Get-CnnDataset }, { Get-CnnDevice }, { Get-CnnModelSummary VggBatchNorm } {
        $lines = Format-Lines (& $_)
        $lines.Count | Should -BeGreaterThan 2
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $lines[0] | Should -Not -Match '…|\.\.\.'
    }

    It 'of <Type> fit into 120 columns with no heading cut, and show shares as percentages' -ForEach @(
        @{ Type = 'CnnModelInfo'; Heading = '^Name +Architecture +Parameters +Dataset +Test accuracy +Epoch +Input +Classes +KiB$'; Row = '^m\.safetensors +Net +1[.,]?930 +Shapes +87[.,]50% +3 +32x32x3 +2 +2$'
            Value = @{ Path = '/models/m.safetensors'; Architecture = 'Net'; InputShape = '32x32x3'; Classes = [string[]] @('a', 'b'); Parameters = 1930; Bytes = 2048; Dataset = 'Shapes'; TestAccuracy = 0.875; Epoch = 3 } }
        @{ Type = 'CnnEvaluationResult'; Heading = '^Model +Dataset +Split +Count +Accuracy +95% interval +Loss +Top 5 +Macro F1 +Calibr\. err\.$'; Row = '^m +Shapes +Test +2[.,]?000 +87[.,]50% +86[.,]00-88[.,]90% +0[.,]4000 +99[.,]00% +87[.,]00% +1[.,]20%$'
            Value = @{ Model = '/models/m.safetensors'; Dataset = 'Shapes'; Split = 'Test'; Count = 2000; Loss = 0.4; Accuracy = 0.875; AccuracyLower = 0.86; AccuracyUpper = 0.889; Top5Accuracy = 0.99; MacroPrecision = 0.8; MacroRecall = 0.8; MacroF1 = 0.87; WeightedPrecision = 0.8; WeightedRecall = 0.8; WeightedF1 = 0.8; CalibrationError = 0.012; Seconds = 2 } }
        @{ Type = 'CnnClassMetric'; Heading = '^Class +Precision +Recall +F1 +Support$'; Row = '^cat +75[.,]00% +60[.,]00% +66[.,]67% +1[.,]?200$'
            Value = @{ Class = 'cat'; Precision = 0.75; Recall = 0.6; F1 = 0.666667; Support = 1200 } }
        @{ Type = 'CnnConfusionCell'; Heading = '^True label +Predicted label +Count +Share$'; Row = '^cat +dog +63 +31[.,]50%$'
            Value = @{ TrueLabel = 'cat'; PredictedLabel = 'dog'; Count = 63; Share = 0.315 } }
        @{ Type = 'CnnComparison'; Heading = '^Model +Baseline +Dataset +Accuracy +Of baseline +Won/lost +p-value +Significant +Split +Count$'; Row = '^new +old +Shapes +90[.,]00% +88[.,]00% +80/40 +0[.,]000324 +True +Test +2[.,]?000$'
            Value = @{ Model = '/models/new.safetensors'; Baseline = '/models/old.safetensors'; Dataset = 'Shapes'; Split = 'Test'; Count = 2000; Accuracy = 0.9; BaselineAccuracy = 0.88; OnlyModel = 80; OnlyBaseline = 40; PValue = 0.000324 } }
        @{ Type = 'CnnGateResult'; Heading = '^Model +Gate +Outcome +Severity +Value +Bound +95% interval +Baseline +Images +Code$'; Row = '^m +MinAccuracyLowerBound +Failed +Error +87[.,]50% +90[.,]00% +86[.,]00-88[.,]90% +88[.,]20% +2[.,]?000 +CNN2002$'
            Value = @{ Model = '/models/m.safetensors'; Gate = 'MinAccuracyLowerBound'; Outcome = 'Failed'; Severity = 'Error'; Value = 0.875; Bound = 0.9; Lower = 0.86; Upper = 0.889; BaselineValue = 0.882; Count = 2000; Code = 'CNN2002'; Reason = 'r' } }
        @{ Type = 'CnnPrediction'; Heading = '^Image +Rank +Label +Probability +True label$'; Row = '^a\.png +1 +cat +98[.,]70% +dog$'
            Value = @{ Path = '/images/a.png'; Rank = 1; Label = 'cat'; Probability = 0.987; TrueLabel = 'dog' } }
    ) {
        $lines = Format-Lines (New-Object "CnnTools.$Type" -Property $Value)
        $lines[0].TrimEnd() | Should -Match $Heading
        $lines[2].TrimEnd() | Should -Match $Row
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
    }

    It 'show a gate''s figures in the unit of the gate' -ForEach @(
        @{ Gate = 'MaxAccuracyDrop'; Value = 0.5; Shown = '0[.,]50 pp' }
        @{ Gate = 'FailOnSignificantDrop'; Value = 0.0312; Shown = 'p 0[.,]0312' }
        @{ Gate = 'MaxModelBytes'; Value = 123456; Shown = '123[.,]?456' }
        @{ Gate = 'MaxLatencyMilliseconds'; Value = 1.5; Shown = '1[.,]50 ms' }
    ) {
        $verdict = [CnnTools.CnnGateResult] @{ Model = 'm'; Gate = $Gate; Outcome = 'Passed'; Severity = 'Error'; Value = $Value; Bound = $Value; Code = 'CNN2000'; Reason = 'r' }
        (Format-Lines $verdict)[2] | Should -Match "^m +$Gate +Passed +Error +$Shown +$Shown +CNN2000"
    }

    It 'do not change the objects' {
        (Get-CnnArchitecture TwoConv4x4).TutorialAccuracy | Should -BeOfType ([double])
        (Get-CnnArchitecture TwoConv4x4).TutorialAccuracy | Should -BeLessOrEqual 1
    }

    It 'apply to objects that were written to a file and read again' {
        $file = Join-Path $TestDrive 'network.xml'
        Get-CnnArchitecture TwoConv4x4 | Export-Clixml $file
        (Format-Lines (Import-Clixml $file))[0] | Should -Match '^Name +Dataset +Input +Parameter'
    }
}
