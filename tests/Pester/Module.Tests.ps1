BeforeDiscovery { $otherVersions = [bool] (Get-Module OtherVersions -ListAvailable) }

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $expected = @(
        'Add-CnnLayer'
        'Clear-CnnCache'
        'Compare-CnnModel'
        'Export-CnnChart'
        'Export-CnnImage'
        'Export-CnnModel'
        'Export-CnnReport'
        'Get-CnnArchitecture'
        'Get-CnnConfusionMatrix'
        'Get-CnnDataset'
        'Get-CnnDevice'
        'Get-CnnGateResult'
        'Get-CnnModel'
        'Get-CnnModelSummary'
        'Get-CnnPrediction'
        'Get-CnnRun'
        'Import-CnnDataset'
        'Import-CnnModel'
        'Install-CnnRuntime'
        'Invoke-CnnTraining'
        'Measure-CnnModel'
        'New-CnnBaseline'
        'New-CnnNetwork'
        'Save-CnnDataset'
        'Show-CnnImage'
        'Test-CnnDataset'
        'Test-CnnModel'
    )
}

Describe 'The module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest $modulePath
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $manifest.PowerShellVersion | Should -Be '7.6'
    }

    It 'exports its cmdlets and nothing else' {
        $module = Get-Module CnnTools
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $expected
        # The former name of New-CnnNetwork.
        $module.ExportedAliases.Keys | Should -Be 'New-CnnModel'
        $module.ExportedAliases['New-CnnModel'].Definition | Should -Be 'New-CnnNetwork'
        $module.ExportedCommands.Count | Should -Be ($expected.Count + 1)
    }

    It 'exports them again after <Name>' -ForEach @(
        @{ Name = 'Import-Module -Force'; Script = 'Import-Module $modulePath; Import-Module $modulePath -Force; Import-Module $modulePath -Force' }
        @{ Name = 'Remove-Module'; Script = 'Import-Module $modulePath; Remove-Module CnnTools; Import-Module $modulePath' }
    ) {
        Invoke-Fresh "$Script; (Get-Command -Module CnnTools -CommandType Cmdlet).Name; (Get-CnnArchitecture TwoConv4x4).Parameters" | Sort-Object | Should -Be (@('225610') + $expected)
    }

    It 'is gone after Remove-Module' {
        Invoke-Fresh 'Import-Module $modulePath; Remove-Module CnnTools; @(Get-Command *-Cnn* -ErrorAction Ignore).Count' | Should -Be '0'
    }

    It 'can be imported in several runspaces of one process' {
        foreach ($i in 1..2) {
            $run = Start-InRunspace '(Get-CnnArchitecture TwoConv4x4).Parameters'
            $run.PowerShell.EndInvoke($run.Handle)
            $run.Output | Should -Be 225610
        }
    }

    It 'goes on with the assemblies that are loaded when another copy of it is imported' {
        # As PowerShell does with every module of compiled cmdlets: one process has one of each name.
        $copy = Join-Path $TestDrive 'CnnTools'
        Copy-Item $moduleFolder $copy -Recurse
        $output = Invoke-Fresh "Import-Module `$modulePath; Import-Module '$copy'; (Get-CnnArchitecture TwoConv4x4).Parameters; [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -like 'CnnTools.*' } | ForEach-Object Location"
        $output[0] | Should -Be '225610'
        $output.Count | Should -BeGreaterThan 3
        $output | Select-Object -Skip 1 | Should -BeLike "$moduleFolder*"
    }
}

Describe 'libtorch' -Skip:(-not $IsLinux) {
    It 'is not loaded by <_>' -ForEach @(
        'Import-Module $modulePath'
        'Import-Module $modulePath; Get-CnnArchitecture'
        'Import-Module $modulePath; Get-CnnDataset'
        'Import-Module $modulePath; Get-CnnModelSummary TwoConv4x4'
        'Import-Module $modulePath; Invoke-CnnTraining -Dataset Shapes -WhatIf'
        'Import-Module $modulePath; "Dataset", "Architecture", "Device" | ForEach-Object { [System.Management.Automation.CommandCompletion]::CompleteInput("Invoke-CnnTraining -$_ ", 20 + $_.Length + 1, $null) }'
    ) {
        Invoke-Fresh "$_ | Out-Null; Test-TorchLoaded" | Select-Object -Last 1 | Should -Be 'False'
    }

    It 'is loaded by what needs it' {
        Invoke-Fresh 'Import-Module $modulePath; Get-CnnDevice | Out-Null; Test-TorchLoaded' | Should -Be 'True'
    }
}

Describe 'Isolation' {
    It 'keeps <Assembly> in the context <Context>' -ForEach @(
        @{ Assembly = 'CnnTools.PowerShell'; Context = 'Default' }
        @{ Assembly = 'CnnTools.Engine'; Context = 'CnnTools' }
        @{ Assembly = 'CnnTools.Core'; Context = 'CnnTools' }
        @{ Assembly = 'CnnTools.Abstractions'; Context = 'Default' }
        @{ Assembly = 'CnnTools.PowerShell.Loader'; Context = 'Default' }
    ) {
        $null = Get-CnnDevice
        $found = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq $Assembly }
        @($found).Count | Should -Be 1
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($found).Name | Should -Be $Context
    }

    It 'emits objects of types that users can name' {
        Get-CnnArchitecture | Select-Object -First 1 | Should -BeOfType ([CnnTools.CnnArchitectureInfo])
    }

    It 'bears another version of a library that it uses' {
        $log = Join-Path $TestDrive 'isolation.csv'
        $network = Join-Path $TestDrive 'linear.json'
        Set-Content $network '{"name": "Linear", "height": 32, "width": 32, "channels": 3, "layer": [{"kind": "Flatten"}, {"kind": "Dense", "units": 10}]}'
        $other = Join-Path $TestDrive 'other/CsvHelper.dll'
        $null = New-Item (Split-Path $other) -ItemType Directory
        # An assembly of that name with a type of that name, in which nothing is as the engine needs it.
        $assembly = [System.Reflection.Emit.PersistedAssemblyBuilder]::new([System.Reflection.AssemblyName] 'CsvHelper, Version=1.0.0.0', [object].Assembly)
        $type = $assembly.DefineDynamicModule('CsvHelper').DefineType('CsvHelper.CsvWriter', [System.Reflection.TypeAttributes]::Public)
        $null = $type.CreateType()
        $assembly.Save($other)
        $output = @(Invoke-Fresh @"
`$null = [System.Reflection.Assembly]::LoadFrom('$other')
[CsvHelper.CsvWriter].Assembly.Location
Import-Module `$modulePath
Invoke-CnnTraining -Dataset Shapes -Architecture '$network' -Epoch 1 -BatchSize 256 -Device Cpu -Thread 1 -LogPath '$log' 6> `$null | Out-Null
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'CsvHelper' } | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }
"@)
        $output[0] | Should -Be $other
        $output | Select-Object -Skip 1 | Sort-Object | Should -Be 'CnnTools', 'Default'
        (Import-Csv $log).Epoch | Should -Be 1
    }

    It 'works after a module that brought other versions of its libraries, which works on' -Skip:(-not $otherVersions) {
        # A training writes its log with CsvHelper and an export writes ONNX with Google.Protobuf: both are used, in both versions.
        $log, $model, $onnx = 'other.csv', 'other.safetensors', 'other.onnx' | ForEach-Object { Join-Path $TestDrive $_ }
        $output = @(Invoke-Fresh @"
Import-Module OtherVersions
`$before = Test-OtherVersion
Import-Module `$modulePath
Import-Module `$modulePath
Import-Module `$modulePath -Force
`$result = New-CnnNetwork 32, 32, 3 | Add-CnnLayer Flatten | Add-CnnLayer Dense -Units 10 | Invoke-CnnTraining Shapes -Epoch 1 -BatchSize 256 -Device Cpu -Thread 1 -LogPath '$log' -OutputPath '$model' -PassThru 6> `$null
`$null = `$result | Export-CnnModel -OutputPath '$onnx'
`$after = Test-OtherVersion
(`$before | ConvertTo-Json -Compress) -eq (`$after | ConvertTo-Json -Compress)
foreach (`$name in 'CsvHelper', 'Google.Protobuf') {
    `$loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq `$name }
    (`$loaded | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name } | Sort-Object) -join ','
    @(`$loaded | ForEach-Object { `$_.GetName().Version } | Sort-Object -Unique).Count
}
"@)
        $output | Should -Be 'True', 'CnnTools,Default', '2', 'CnnTools,Default', '2'
        (Import-Csv $log).Epoch | Should -Be 1
        (Get-Item $onnx).Length | Should -BeGreaterThan 30000
    }

    It 'lets a module that comes after it bring other versions' -Skip:(-not $otherVersions) {
        $output = @(Invoke-Fresh @"
Import-Module `$modulePath
`$null = Get-CnnDataset
Import-Module OtherVersions
(Test-OtherVersion).Field
(Get-CnnArchitecture TwoConv4x4).Parameters
"@)
        $output | Should -Be '2', '225610'
    }
}
