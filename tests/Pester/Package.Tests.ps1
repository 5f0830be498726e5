BeforeDiscovery {
    $packages = $env:CNNTOOLS_TEST_PACKAGES
    $package = $packages ? (Get-ChildItem $packages -Filter CnnTools.*.nupkg | Where-Object Name -Match '^CnnTools\.\d' | Select-Object -First 1).FullName : $null
}

# The package as a gallery serves it, installed by PowerShell's own package manager and used by a process that knows only where modules lie.
Describe 'The gallery package' -Skip:(-not $package) {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'Common.ps1')
        $packages = $env:CNNTOOLS_TEST_PACKAGES
        $package = (Get-ChildItem $packages -Filter CnnTools.*.nupkg | Where-Object Name -Match '^CnnTools\.\d' | Select-Object -First 1).FullName
        $feed = (New-Item (Join-Path $TestDrive 'feed') -ItemType Directory).FullName
        Copy-Item $package $feed
        $modules = (New-Item (Join-Path $TestDrive 'modules') -ItemType Directory).FullName
        $repository = "CnnToolsTest$PID"
        Register-PSResourceRepository -Name $repository -Uri $feed -Trusted
        Save-PSResource -Name CnnTools -Repository $repository -Path $modules -SkipDependencyCheck -WarningAction SilentlyContinue
        $found = Find-PSResource -Name CnnTools -Repository $repository
        $manifest = Import-PowerShellDataFile (Get-ChildItem $modules -Recurse -Filter CnnTools.psd1).FullName
    }

    AfterAll { if ($repository) { Unregister-PSResourceRepository -Name $repository -ErrorAction Ignore } }

    It 'is found with what its manifest says' {
        $found.Version.ToString() | Should -Be $manifest.ModuleVersion
        $found.Description | Should -Be $manifest.Description
        foreach ($tag in $manifest.PrivateData.PSData.Tags) { $found.Tags | Should -Contain $tag }
    }

    It 'installs into a folder of its version, with help, licence and changelog, and without what is the package''s' {
        $folder = Join-Path $modules 'CnnTools' $manifest.ModuleVersion
        foreach ($file in 'CnnTools.psd1', 'CnnTools.PowerShell.dll', 'CnnTools.Format.ps1xml', 'LICENSE', 'CHANGELOG.md', 'en-US/about_CnnTools.help.txt', 'lib/CnnTools.Engine.dll') { Join-Path $folder $file | Should -Exist }
        (Get-ChildItem $folder -Recurse -Filter *.pdb) | Should -BeNullOrEmpty
        (Get-Item $package).Length | Should -BeLessThan 250MB -Because 'galleries take no larger ones'
    }

    It 'carries the native libraries of four systems, and no libtorch' {
        $library = Join-Path $modules 'CnnTools' $manifest.ModuleVersion 'lib'
        $found = Get-ChildItem (Join-Path $library 'runtimes') -Recurse -File | ForEach-Object { [System.IO.Path]::GetRelativePath($library, $_.FullName).Replace('\', '/') } | Sort-Object -CaseSensitive
        $found | Should -Be @(
            'runtimes/linux-x64/native/libLibTorchSharp.so', 'runtimes/linux-x64/native/libSkiaSharp.so', 'runtimes/linux-x64/native/libonnxruntime.so',
            'runtimes/osx-arm64/native/libLibTorchSharp.dylib', 'runtimes/osx-arm64/native/libonnxruntime.dylib', 'runtimes/osx/native/libSkiaSharp.dylib',
            'runtimes/win-arm64/native/LibTorchSharp.dll', 'runtimes/win-arm64/native/libSkiaSharp.dll', 'runtimes/win-arm64/native/onnxruntime.dll',
            'runtimes/win-x64/native/LibTorchSharp.dll', 'runtimes/win-x64/native/libSkiaSharp.dll', 'runtimes/win-x64/native/onnxruntime.dll',
            # What NuGet's client checks signatures with on Windows.
            'runtimes/win/lib/net8.0/System.Security.Cryptography.Pkcs.dll' | Sort-Object -CaseSensitive)
        (Get-ChildItem $library -Recurse -Filter *torch_cpu*) | Should -BeNullOrEmpty
        (Get-Content (Join-Path $library 'CnnTools.Engine.deps.json') -Raw | ConvertFrom-Json -AsHashtable).targets.Values.Values.runtimeTargets.Keys | Sort-Object -CaseSensitive | Should -Be $found
    }

    It 'has a complete manifest' {
        foreach ($key in 'RootModule', 'ModuleVersion', 'GUID', 'Author', 'CompanyName', 'Copyright', 'Description', 'CompatiblePSEditions', 'PowerShellVersion', 'FormatsToProcess', 'CmdletsToExport') { $manifest[$key] | Should -Not -BeNullOrEmpty -Because $key }
        foreach ($key in 'FunctionsToExport', 'VariablesToExport') { $manifest.ContainsKey($key) | Should -BeTrue; @($manifest[$key]).Count | Should -Be 0 }
        $manifest.AliasesToExport | Should -Be 'New-CnnModel'
        foreach ($key in 'Tags', 'LicenseUri', 'ReleaseNotes') { $manifest.PrivateData.PSData[$key] | Should -Not -BeNullOrEmpty -Because $key }
        $manifest.PrivateData.PSData.Tags | Should -Contain 'PSEdition_Core'
    }

    It 'works in a PowerShell that knows only where modules lie' {
        $model = Join-Path $TestDrive 'packed.safetensors'
        $output = @(Invoke-Fresh @"
`$env:PSModulePath = '$modules'
`$null = New-CnnNetwork 32, 32, 3 | Add-CnnLayer Flatten | Add-CnnLayer Dense -Units 10 | Invoke-CnnTraining Shapes -Epoch 1 -BatchSize 256 -Device Cpu -Thread 1 -OutputPath '$model' 6> `$null
(Get-Module CnnTools).ModuleBase
(Get-CnnModel '$model').Architecture
(Get-CnnPrediction '$model' -Dataset Shapes -Index 0 -Device Cpu -Thread 1).Path
(Get-Help Get-CnnPrediction).Synopsis
"@)
        $output | Should -Be (Join-Path $modules 'CnnTools' $manifest.ModuleVersion), 'Custom', 'Shapes/Test/0', 'Classifies images.'
    }
}

Describe 'The help that Update-Help downloads' -Skip:(-not $package) {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'Common.ps1')
        # Without an address for help Update-Help asks nobody: the copy gets one, as 'pack -p:ProjectUrl=' puts it in.
        $copy = Join-Path $TestDrive 'updated/CnnTools'
        $null = New-Item (Split-Path $copy) -ItemType Directory
        Copy-Item $moduleFolder $copy -Recurse
        Remove-Item (Join-Path $copy 'en-US') -Recurse
        $text = Get-Content (Join-Path $copy 'CnnTools.psd1') -Raw
        $text = $text -replace "(?m)^\s*# HelpInfoURI\s*=.*$", "    HelpInfoURI = 'http://localhost/'"
        Set-Content (Join-Path $copy 'CnnTools.psd1') $text
    }

    It 'is installed by Update-Help and then read by Get-Help' {
        $source = Join-Path $env:CNNTOOLS_TEST_PACKAGES 'help'
        $output = @(Invoke-Fresh @"
`$env:PSModulePath = '$(Split-Path $copy)' + [IO.Path]::PathSeparator + `$env:PSModulePath
Update-Help -Module CnnTools -SourcePath '$source' -UICulture en-US -Scope AllUsers -Force
(Get-Help Get-CnnPrediction).Synopsis
(Get-Help about_CnnTools_Training).Length -gt 500
"@)
        $output | Should -Be 'Classifies images.', 'True'
        (Get-ChildItem (Join-Path $copy 'en-US')).Count | Should -BeGreaterOrEqual 5
    }
}
