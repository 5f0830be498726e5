BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    # Nothing of a real installation may be seen or changed.
    $before = @{}
    foreach ($name in 'CNNTOOLS_RUNTIME', 'CNNTOOLS_LIBTORCH', 'NUGET_PACKAGES') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    $env:CNNTOOLS_RUNTIME = Join-Path $TestDrive 'runtime'
    $installed = Join-Path $env:CNNTOOLS_RUNTIME 'libtorch-2.10.0-cpu'
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    $system += '-' + [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
    $libraries = 'c10', 'torch_cpu', 'torch' | ForEach-Object { $IsWindows ? "$_.dll" : $IsMacOS ? "lib$_.dylib" : "lib$_.so" }

    # A package laid out like libtorch's.
    function New-Package([string] $Folder) {
        $null = New-Item $Folder -ItemType Directory -Force
        $id = "libtorch-cpu-$system"
        $zip = [System.IO.Compression.ZipFile]::Open((Join-Path $Folder "$id.2.10.0.nupkg"), 'Create')
        $files = @{ "$id.nuspec" = "<package><metadata><id>$id</id><version>2.10.0</version><authors>x</authors><description>x</description></metadata></package>" }
        foreach ($library in $libraries) { $files["runtimes/$system/native/$library"] = "This is $library." }
        foreach ($name in $files.Keys) {
            $writer = [System.IO.StreamWriter]::new($zip.CreateEntry($name).Open())
            $writer.Write($files[$name])
            $writer.Dispose()
        }
        $zip.Dispose()
    }

    $feed = Join-Path $TestDrive 'feed'
    New-Package $feed
}

AfterAll { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }

Describe 'A module with libtorch at hand' {
    It 'loads nothing of NuGet on import, nor for a training' {
        $script = @'
Import-Module $modulePath
function Get-NuGetAssembly { [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -like 'NuGet.*' } }
@(Get-NuGetAssembly).Count
$null = Invoke-CnnTraining Shapes TwoConv4x4 -Epoch 1 -TimeBudget 0.1 -Device Cpu -Thread 1 6> $null
@(Get-NuGetAssembly).Count
'@
        $runtime, $packages = $env:CNNTOOLS_RUNTIME, $env:NUGET_PACKAGES
        try {
            $env:CNNTOOLS_RUNTIME, $env:NUGET_PACKAGES = $before.CNNTOOLS_RUNTIME, $before.NUGET_PACKAGES
            Invoke-Fresh $script | Should -Be '0', '0'
        }
        finally { $env:CNNTOOLS_RUNTIME, $env:NUGET_PACKAGES = $runtime, $packages }
    }

    It 'keeps NuGet''s client apart from PowerShell''s own assemblies' {
        $script = @'
Import-Module $modulePath
$null = Install-CnnRuntime -List
$loaded = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'NuGet.Configuration' }
[System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($loaded).Name
'@
        Invoke-Fresh $script | Should -Be 'CnnTools'
    }
}

Describe 'Install-CnnRuntime' {
    BeforeAll { $env:NUGET_PACKAGES = Join-Path $TestDrive 'packages' }

    BeforeEach { Remove-Item $env:CNNTOOLS_RUNTIME -Recurse -Force -ErrorAction Ignore }

    It 'lists the places in their order' {
        $places = Install-CnnRuntime -List
        $places[0..4].Source | Should -Be 'Installed', 'Installed', 'Program', 'Program', 'Package'
        $places[1].Path | Should -Be $installed
        $places.Available | Should -Not -Contain $true
        $places.InUse | Should -Not -Contain $true
    }

    It 'shows under -WhatIf what it would do, and does nothing' {
        $text = Invoke-Fresh "Import-Module `$modulePath; Install-CnnRuntime '$feed' -WhatIf"
        "$text" | Should -BeLike "*Install the package libtorch-cpu-$system 2.10.0 from $feed in '$installed'*"
        Test-Path $env:CNNTOOLS_RUNTIME | Should -BeFalse
    }

    It 'installs from a folder of packages, and the list shows it in use' {
        $info = Install-CnnRuntime $feed
        $info.Source, $info.Path, $info.LibTorch, $info.Variant | Should -Be 'Installed', $installed, '2.10.0', 'cpu'
        Get-Content (Join-Path $installed $libraries[1]) | Should -Be "This is $($libraries[1])."
        (Install-CnnRuntime -List | Where-Object InUse).Path | Should -Be $installed
        (Get-ChildItem $env:CNNTOOLS_RUNTIME -Filter '.work*' -Force) | Should -BeNullOrEmpty
    }

    It 'takes a folder relative to the location of the session' {
        Push-Location $TestDrive
        try { (Install-CnnRuntime feed).Path | Should -Be $installed }
        finally { Pop-Location }
    }

    It 'takes the sources that NuGet is configured with at that location' {
        Set-Content (Join-Path $TestDrive 'NuGet.Config') "<configuration><packageSources><clear /><add key='local' value='$feed' /></packageSources></configuration>"
        Push-Location $TestDrive
        try { (Install-CnnRuntime).Path | Should -Be $installed }
        finally { Pop-Location; Remove-Item (Join-Path $TestDrive 'NuGet.Config') }
    }

    It 'does not install what is available unless -Force is used' {
        $null = Install-CnnRuntime $feed
        $mark = New-Item (Join-Path $installed 'mark')
        (Install-CnnRuntime).Path | Should -Be $installed
        Test-Path $mark | Should -BeTrue
        (Install-CnnRuntime $feed -Force).Path | Should -Be $installed
        Test-Path $mark | Should -BeFalse
    }

    It 'copies an unpacked libtorch' {
        $folder = New-Item (Join-Path $TestDrive 'unpacked/lib') -ItemType Directory -Force
        foreach ($library in $libraries) { Set-Content (Join-Path $folder $library) $library }
        Set-Content (Join-Path $TestDrive 'unpacked/build-version') '2.10.0+cpu'
        (Install-CnnRuntime -Path (Join-Path $TestDrive 'unpacked')).Path | Should -Be $installed
        (Get-Item (Join-Path $TestDrive 'unpacked') | Install-CnnRuntime -Force).Path | Should -Be $installed
    }

    It 'keeps what is installed if a replacement fails' {
        $null = Install-CnnRuntime $feed
        $empty = New-Item (Join-Path $TestDrive 'empty') -ItemType Directory -Force
        { Install-CnnRuntime $empty -Force } | Should -Throw -ErrorId 'RuntimeNotFound,*'
        (Install-CnnRuntime -List | Where-Object InUse).Path | Should -Be $installed
    }

    It 'refuses <Name> with <Id>' -ForEach @(
        @{ Name = 'a folder that is no libtorch'; Id = 'RuntimeInvalid'; Argument = @{ Path = '.' } }
        @{ Name = 'a folder that does not exist'; Id = 'RuntimeNotFound'; Argument = @{ Path = 'nowhere' } }
        @{ Name = 'a source that is none'; Id = 'RuntimeArgumentInvalid'; Argument = @{ Source = 'neither' } }
    ) {
        Push-Location $TestDrive
        try { { Install-CnnRuntime @Argument } | Should -Throw -ErrorId "$Id,*" }
        finally { Pop-Location }
        Test-Path $installed | Should -BeFalse
    }

    It 'is the command that the error about a missing libtorch names' {
        $text = Invoke-Fresh 'Import-Module $modulePath; try { Get-CnnDevice } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }'
        "$text" | Should -BeLike 'NativeRuntimeMissing,*Searched: *Run: Install-CnnRuntime'
    }

    It 'shows the loader''s message where a library cannot be loaded' {
        $null = Install-CnnRuntime $feed
        $text = Invoke-Fresh 'Import-Module $modulePath; try { Get-CnnDevice } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }'
        "$text" | Should -BeLike "NativeRuntimeM*,*'$(Join-Path $installed $libraries[0])' cannot be loaded: *Expected libtorch 2.10.0*Install-CnnRuntime -Force"
    }
}
