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
