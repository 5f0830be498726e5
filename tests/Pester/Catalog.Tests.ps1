BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Get-CnnArchitecture' {
    It 'lists all networks' {
        (Get-CnnArchitecture).Name | Should -Be 'TwoConv4x4', 'VggBatchNorm', 'OneConvDropout', 'TwoConvDropout', 'FashionTwoConv', 'ThreeConv',
            'ResNet20', 'ResNet18', 'ResNet34', 'MobileNetV2', 'CntkResNet18'
    }

    It 'takes wildcards, and names from the pipeline' {
        (Get-CnnArchitecture two*).Name | Should -Be 'TwoConv4x4', 'TwoConvDropout'
        ('ThreeConv', 'TwoConv4x4' | Get-CnnArchitecture).Parameters | Should -Be 122570, 225610
        Get-CnnArchitecture Z* | Should -BeNullOrEmpty
    }

    It 'reports a name that does not exist and goes on with the next' {
        $found = Get-CnnArchitecture Resnet, ThreeConv -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'ThreeConv'
        $problem.FullyQualifiedErrorId | Should -Be 'ArchitectureNotFound,CnnTools.PowerShell.Commands.GetCnnArchitectureCommand'
    }
}

Describe 'Get-CnnModelSummary' {
    It 'sums <Name> up to <Parameter> parameters' -ForEach @(
        @{ Name = 'TwoConv4x4'; Parameter = 225610 }
        @{ Name = 'VggBatchNorm'; Parameter = 2397226 }
        @{ Name = 'OneConvDropout'; Parameter = 628630 }
        @{ Name = 'TwoConvDropout'; Parameter = 430102 }
        @{ Name = 'FashionTwoConv'; Parameter = 140682 }
        @{ Name = 'ThreeConv'; Parameter = 122570 }
    ) {
        (Get-CnnModelSummary $Name | Measure-Object Parameters -Sum).Sum | Should -Be $Parameter
    }

    It 'takes networks from the pipeline' {
        @(Get-CnnArchitecture TwoConv4x4 | Get-CnnModelSummary)[-1].OutputShape | Should -Be '10'
    }

    It 'takes another shape and number of classes' {
        $lines = Get-CnnModelSummary TwoConv4x4 -InputShape 64, 64, 1 -ClassCount 5
        $lines[0].OutputShape | Should -Be '61x61x32'
        $lines[-1].OutputShape | Should -Be '5'
    }

    It 'names the layer that does not fit' {
        Get-CnnModelSummary TwoConv4x4 -InputShape 6, 6, 3 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'NetworkInvalid,CnnTools.PowerShell.Commands.GetCnnModelSummaryCommand'
        "$problem" | Should -Match 'conv2d|pool2d'
    }
}

Describe 'Get-CnnDataset' {
    It 'lists the datasets, a line a split' {
        $datasets = Get-CnnDataset
        ($datasets | Where-Object Split -EQ Train).Name | Should -Be 'Shapes', 'Mnist', 'FashionMnist', 'Kmnist', 'Cifar10', 'Cifar100'
        @($datasets).Count | Should -Be 12
    }

    It 'describes Shapes' {
        $shapes = Get-CnnDataset shapes -Split Test
        $shapes.Width, $shapes.Height, $shapes.Channels | Should -Be 32, 32, 3
        $shapes.Classes.Count | Should -Be 10
        $shapes.Available | Should -BeTrue
    }

    It 'takes wildcards and the publishers'' spelling' {
        (Get-CnnDataset *Mnist -Split Train).Name | Should -Be 'Mnist', 'FashionMnist', 'Kmnist'
        (Get-CnnDataset cifar-10 -Split Train).Name | Should -Be 'Cifar10'
    }

    It 'reports a name that does not exist' {
        Get-CnnDataset Shaps -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'DatasetNotFound,CnnTools.PowerShell.Commands.GetCnnDatasetCommand'
    }

    It 'reports a folder that does not exist' {
        Get-CnnDataset -Path (Join-Path $TestDrive 'nowhere') -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'DatasetNotFound,CnnTools.PowerShell.Commands.GetCnnDatasetCommand'
    }
}

Describe 'Save-CnnDataset' {
    It 'asks before it downloads' {
        $cache = Join-Path $TestDrive 'cache'
        Save-CnnDataset Mnist -DatasetCache $cache -WhatIf | Should -BeNullOrEmpty
        Test-Path $cache | Should -BeFalse
    }

    It 'has nothing to do for what is made in memory' {
        (Get-CnnDataset Shapes | Save-CnnDataset).Split | Should -Be 'Train', 'Test'
    }
}

Describe 'Get-CnnDevice' {
    It 'lists the processor and one default' {
        $devices = @(Get-CnnDevice)
        $devices.Name | Should -Contain 'Cpu'
        @($devices | Where-Object IsDefault).Count | Should -Be 1
        ($devices | Where-Object Name -EQ Cpu).Precision | Should -Match 'Float32'
    }
}
