BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $definition = @{
        Name = 'Small'; InputShape = 32, 32, 3
        Layers = @(
            @{ Kind = 'Conv2d'; Filters = 8; KernelSize = 4; Stride = 2; Padding = 'Same'; Activation = 'ReLU' }
            @{ Kind = 'BatchNorm2d' }
            @{ Kind = 'MaxPool2d'; KernelSize = 4 }
            @{ Kind = 'Flatten' }
            @{ Kind = 'Dropout'; Rate = 0.1 }
            @{ Kind = 'Dense'; Units = 10 }
        )
    }
    $built = New-CnnNetwork -InputShape 32, 32, 3 -Name Small |
        Add-CnnLayer Conv2d -Filters 8 -KernelSize 4 -Stride 2 -Padding Same -Activation ReLU |
        Add-CnnLayer BatchNorm2d |
        Add-CnnLayer MaxPool2d -KernelSize 4 |
        Add-CnnLayer Flatten |
        Add-CnnLayer Dropout -Rate 0.1 |
        Add-CnnLayer Dense -Units 10
    # 8 filters of 4x4x3 and a bias each; four values a channel; 4x4x8 features and a bias for each of ten classes.
    $parameters = (8 * 4 * 4 * 3 + 8) + 4 * 8 + (4 * 4 * 8 * 10 + 10)
    function Get-Json($Network) { $Network | ConvertTo-Json -Depth 4 -EnumsAsStrings -Compress }
    function Get-Problem([scriptblock] $Script) { try { $null = & $Script } catch { return $_ }; throw 'Expected an error; there was none.' }
}

Describe 'New-CnnNetwork and Add-CnnLayer' {
    It 'make a network layer by layer' {
        $built | Should -BeOfType ([CnnTools.CnnNetwork])
        $built.Layers.Kind | Should -Be 'Conv2d', 'BatchNorm2d', 'MaxPool2d', 'Flatten', 'Dropout', 'Dense'
        ($built | Get-CnnModelSummary | Measure-Object Parameters -Sum).Sum | Should -Be $parameters
    }

    It 'make the same network of a hashtable, of JSON, and of an object from JSON' {
        Get-Json (New-CnnNetwork -Definition $definition) | Should -Be (Get-Json $built)
        Get-Json ($definition | New-CnnNetwork) | Should -Be (Get-Json $built)
        Get-Json (New-CnnNetwork -Json (Get-Json $built)) | Should -Be (Get-Json $built)
        Get-Json (Get-Json $built | ConvertFrom-Json | New-CnnNetwork) | Should -Be (Get-Json $built)
    }

    It 'leave the network that comes in as it was' {
        $stem = New-CnnNetwork 32, 32, 3 | Add-CnnLayer Conv2d -Filters 4 -KernelSize 3
        $one = $stem | Add-CnnLayer Flatten | Add-CnnLayer Dense -Units 10
        $other = $stem | Add-CnnLayer GlobalAveragePool2d | Add-CnnLayer Dense -Units 10
        $stem.Layers.Count | Should -Be 1
        $one.Layers.Count, $other.Layers.Count | Should -Be 3, 3
        { $stem.Layers.Clear() } | Should -Throw
    }

    It 'take a network by name further' {
        $network = New-CnnNetwork -Architecture TwoConv4x4 -InputShape 64, 64, 1 -ClassCount 5 -Name Mine
        $network.Name, $network.Height, $network.Channels, $network.Layers[-1].Units | Should -Be 'Mine', 64, 1, 5
        (New-CnnNetwork -Architecture $built).Layers.Count | Should -Be 6
    }

    It 'put the layers of one network, layers and hashtables inside another layer' {
        $body = New-CnnNetwork 8, 8, 4 | Add-CnnLayer Conv2d -Filters 6 -KernelSize 3 -Stride 2 -Padding 1 -NoBias | Add-CnnLayer GroupNorm -Groups 2
        $residual = New-CnnNetwork 8, 8, 4 |
            Add-CnnLayer Residual -Body $body -Shortcut @{ Kind = 'MaxPool2d'; KernelSize = 1; Stride = 2 }, @{ Kind = 'PadChannels'; Filters = 6 } -Activation ReLU |
            Add-CnnLayer AdaptiveAveragePool2d -OutputSize 2 | Add-CnnLayer Flatten | Add-CnnLayer Dense -Units 10
        $residual.Layers[0].Body[0].PaddingSize, $residual.Layers[0].Shortcut[1].Filters | Should -Be 1, 6
        # A filter of 3x3x4 for each of 6 channels, a factor and a summand each; 2x2x6 features and a bias for each of ten classes.
        ($residual | Get-CnnModelSummary | Measure-Object Parameters -Sum).Sum | Should -Be (6 * 36 + 12 + 250)
        $json = $residual | ConvertTo-Json -Depth 8 -EnumsAsStrings -Compress
        New-CnnNetwork -Json $json | ConvertTo-Json -Depth 8 -EnumsAsStrings -Compress | Should -Be $json
        $problem = Get-Problem { New-CnnNetwork 8, 8, 4 | Add-CnnLayer Residual -Body $body }
        $problem.Exception.Message | Should -BeLike '*its body gives 4x4x6, its shortcut 8x8x4*'
        $problem = Get-Problem { New-CnnNetwork 8, 8, 4 | Add-CnnLayer MaxPool2d -KernelSize 2 -Padding Some }
        $problem.Exception.Message | Should -BeLike "*expected Valid, Same or a number of pixels; found 'Some'*"
    }

    It 'name the layer that does not fit, and emit nothing' {
        $problem = Get-Problem { New-CnnNetwork 8, 8, 3 | Add-CnnLayer MaxPool2d -KernelSize 2 | Add-CnnLayer Conv2d -Filters 4 -KernelSize 5 | Add-CnnLayer Flatten }
        $problem.FullyQualifiedErrorId | Should -Be 'NetworkInvalid,CnnTools.PowerShell.Commands.AddCnnLayerCommand'
        $problem.CategoryInfo.Category | Should -Be 'InvalidData'
        $problem.TargetObject | Should -Be 'conv2d'
        "$problem" | Should -BeLike '*layer 2 (conv2d)*5x5 window does not fit into a 4x4 input*'
    }

    It 'say what a kind of layer needs and what it does not take' {
        "$(Get-Problem { New-CnnNetwork 8, 8, 3 | Add-CnnLayer Conv2d -Filters 4 })" | Should -BeLike '*layer 1 (conv2d)*Conv2d needs KernelSize*'
        "$(Get-Problem { New-CnnNetwork 8, 8, 3 | Add-CnnLayer Flatten -Units 4 })" | Should -BeLike '*layer 1 (flatten)*Flatten takes no Units*'
        "$(Get-Problem { New-CnnNetwork 8, 8, 3 | Add-CnnLayer Dense -Units 4 })" | Should -BeLike '*layer 1 (dense)*Put Flatten or GlobalAveragePool2d before it*'
        "$(Get-Problem { New-CnnNetwork 8, 8, 3 | Add-CnnLayer Dropout -Rate 1.5 })" | Should -BeLike '*Rate is 1.5*from 0 to less than 1*'
        "$(Get-Problem { New-CnnNetwork 8, 8 })" | Should -BeLike '*expected height, width and channels*found 8,8*'
        "$(Get-Problem { New-CnnNetwork 8, 8, 3 | Add-CnnLayer Conv3d })" | Should -BeLike '*Conv2d*'
    }

    It 'name the layer of a hashtable that is wrong' {
        $wrong = $definition.Clone()
        $wrong.Layers = @{ Kind = 'Flatten' }, @{ Kind = 'Dense'; Unit = 10 }
        "$(Get-Problem { New-CnnNetwork -Definition $wrong })" | Should -BeLike "The hashtable, layer 2:*no property 'Unit'*Did you mean 'units'*"
        $wrong.Layers = @{ Kind = 'Flaten' }
        "$(Get-Problem { Get-CnnModelSummary $wrong -ErrorAction Stop })" | Should -BeLike "The hashtable, layer 1*'Flaten' is unknown. Did you mean 'Flatten'*"
        $wrong.InputShape = 32, 32
        "$(Get-Problem { New-CnnNetwork -Definition $wrong })" | Should -BeLike '*InputShape: expected height, width and channels*'
        "$(Get-Problem { New-CnnNetwork -Json '{' })" | Should -BeLike '*no valid JSON*'
    }

    It 'offer kinds, activations and paddings by completion' {
        Complete 'Add-CnnLayer Gl' | Should -Be 'GlobalAveragePool2d'
        Complete 'Add-CnnLayer Conv2d -Activation S' | Sort-Object | Should -Be 'Sigmoid', 'SiLU'
        Complete 'Add-CnnLayer Conv2d -Padding S' | Should -Be 'Same'
        Complete 'Add-CnnLayer Conv2d -Initializer H' | Should -Be 'HeUniform'
        Complete 'New-CnnNetwork -Architecture Thr' | Should -Be 'ThreeConv'
    }

    It 'load no libtorch' -Skip:(-not $IsLinux) {
        Invoke-Fresh 'Import-Module $modulePath; $null = New-CnnNetwork 32,32,3 | Add-CnnLayer Flatten | Add-CnnLayer Dense -Units 10 | Get-CnnModelSummary; Test-TorchLoaded' | Should -Be 'False'
    }
}

Describe 'Training a network of one''s own' {
    It 'takes it from the pipeline' {
        $options = @{ BatchSize = 256; Device = 'Cpu'; Thread = 1; Seed = 3 }
        $epochs = $built | Invoke-CnnTraining -Dataset Shapes -Epoch 1 @options 6> $null
        @($epochs).Count | Should -Be 1
        $epochs | Should -BeOfType ([CnnTools.CnnEpochResult])
    }

    It 'takes several from the pipeline, each once' {
        $plans = $built, $linear | Invoke-CnnTraining -Dataset Shapes -WhatIf 6>&1 | Out-String
        $plans | Should -Match 'Network: Small'
        $plans | Should -Match 'Network: Linear'
    }

    It 'takes it as a hashtable and as an object from JSON' {
        foreach ($form in $definition, (Get-Json $built | ConvertFrom-Json)) {
            Invoke-CnnTraining Shapes -Architecture $form -WhatIf 6>&1 | Out-String | Should -Match "Network: Small, $parameters parameters"
        }
    }

    It 'trains on each dataset of a pipeline once, whatever form the network has' {
        $plans = Get-CnnDataset Shapes | Invoke-CnnTraining -Architecture $definition -WhatIf 6>&1 | Out-String
        [regex]::Matches($plans, 'Network: Small').Count | Should -Be 1
    }

    It 'names the layer that does not fit to the dataset' {
        $problem = Get-Problem { New-CnnNetwork 32, 32, 3 | Add-CnnLayer Flatten | Add-CnnLayer Dense -Units 7 | Invoke-CnnTraining Shapes -WhatIf -ErrorAction Stop }
        "$problem" | Should -BeLike '*layer 2 (dense)*gives 7 scores, but there are 10 classes*'
    }
}
