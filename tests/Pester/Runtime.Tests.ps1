BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    # Nothing of a real cache may be seen or changed.
    $env:CNNTOOLS_RUNTIME = Join-Path $TestDrive 'runtime'
    $installed = Join-Path $env:CNNTOOLS_RUNTIME (Get-Module CnnTools).Version.ToString() 'libcnntorch.so'
}

AfterAll { Remove-Item Env:/CNNTOOLS_RUNTIME }

Describe 'Install-CnnRuntime -List' {
    It 'tells where the native library is looked for, and what it was built against' {
        $places = Install-CnnRuntime -List
        $places.Source | Should -Be 'Installed', 'Module'
        $places[0].Path | Should -Be $installed
        $places[0].Available | Should -BeFalse
        $places[1].InUse | Should -BeTrue
        $places[1].LibTorch | Should -Match '^\d+\.\d+'
    }

    It 'loads no libtorch' -Skip:(-not $IsLinux) {
        Invoke-Fresh 'Import-Module $modulePath; $null = Install-CnnRuntime -List; Test-TorchLoaded' | Should -Be 'False'
    }
}

Describe 'Install-CnnRuntime' -Skip:(-not $IsLinux) {
    BeforeAll {
        # A CMake that says what it was asked and leaves what the real one would: the module's own library, and the record beside it.
        $tools = (New-Item (Join-Path $TestDrive 'tools') -ItemType Directory).FullName
        Set-Content (Join-Path $tools 'cmake') @"
#!/bin/sh
echo "cmake `$*" >> '$TestDrive/asked.txt'
if [ "`$1" = --build ]; then cp '$moduleFolder/lib/libcnntorch.so' '$moduleFolder/lib/libcnntorch.build' "`$2"; fi
"@
        chmod +x (Join-Path $tools 'cmake')
        function Invoke-WithTools([string] $Script) { Invoke-Fresh "`$env:PATH = '$tools' + ':' + `$env:PATH; Import-Module `$modulePath; $Script" }
    }

    BeforeEach { Remove-Item $env:CNNTOOLS_RUNTIME, (Join-Path $TestDrive 'asked.txt') -Recurse -Force -ErrorAction Ignore }

    It 'says under -WhatIf what it would do, and does nothing' {
        $text = Invoke-Fresh 'Import-Module $modulePath; Install-CnnRuntime -WhatIf'
        "$text" | Should -BeLike "*Build the native library against the system's libtorch*"
        Test-Path $env:CNNTOOLS_RUNTIME | Should -BeFalse
    }

    It 'builds from the sources in the module, and what it installs is what the next PowerShell loads' {
        $text = Invoke-WithTools 'Install-CnnRuntime 6> $null | ForEach-Object { "$($_.Source) $($_.LibTorch) $($_.Path)" }'
        "$text" | Should -Match "^Installed \d+\.\d+\.\d+ .*libcnntorch\.so$"
        Get-Content (Join-Path $TestDrive 'asked.txt') -Raw | Should -BeLike "*cmake -S *native -B *--build*"
        Test-Path $installed | Should -BeTrue
        (Get-ChildItem $env:CNNTOOLS_RUNTIME -Force).Count | Should -Be 1
        Invoke-Fresh 'Import-Module $modulePath; (Get-CnnDevice)[0].Name; (Install-CnnRuntime -List | Where-Object InUse).Source; [bool](Select-String -Path /proc/self/maps -SimpleMatch $env:CNNTOOLS_RUNTIME -Quiet)' | Should -Be 'Cpu', 'Installed', 'True'
    }

    It 'does not replace what is installed unless it is told to' {
        $null = Invoke-WithTools 'Install-CnnRuntime 6> $null'
        Invoke-WithTools 'try { Install-CnnRuntime } catch { $_.FullyQualifiedErrorId }' | Should -Be 'RuntimeExists,CnnTools.PowerShell.Commands.InstallCnnRuntimeCommand'
        Invoke-WithTools '(Install-CnnRuntime -Force 6> $null).Source' | Should -Be 'Installed'
    }

    It 'keeps what is installed where the build fails, and leaves nothing half done' {
        $null = Invoke-WithTools 'Install-CnnRuntime 6> $null'
        $before = (Get-Item $installed).LastWriteTimeUtc
        $broken = (New-Item (Join-Path $TestDrive 'broken') -ItemType Directory -Force).FullName
        Set-Content (Join-Path $broken 'cmake') "#!/bin/sh`necho 'something is wrong'; exit 1"
        chmod +x (Join-Path $broken 'cmake')
        $text = Invoke-Fresh "`$env:PATH = '$broken' + ':' + `$env:PATH; Import-Module `$modulePath; try { Install-CnnRuntime -Force } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $text[0] | Should -Match '^RuntimeInstallFailed,'
        "$text" | Should -Match 'something is wrong'
        (Get-Item $installed).LastWriteTimeUtc | Should -Be $before
        (Get-ChildItem $env:CNNTOOLS_RUNTIME -Force).Count | Should -Be 1
    }

    It 'names the command that installs what is missing' {
        $empty = (New-Item (Join-Path $TestDrive 'empty') -ItemType Directory -Force).FullName
        $text = Invoke-Fresh "Import-Module `$modulePath; `$env:PATH = '$empty'; try { Install-CnnRuntime } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $text[0] | Should -Match '^RuntimeToolMissing,'
        "$text" | Should -Match 'apt-get install'
    }

    It 'refuses <Name> with <Id>' -ForEach @(
        @{ Name = 'a folder that is no libtorch'; Id = 'RuntimeInvalid'; Argument = @{ Path = '.' } }
        @{ Name = 'a file that is not there'; Id = 'RuntimeNotFound'; Argument = @{ Path = 'nowhere.zip' } }
        @{ Name = 'a hash that is none'; Id = 'RuntimeArgumentInvalid'; Argument = @{ Uri = 'https://localhost/a.zip'; Sha256 = 'abc' } }
        @{ Name = 'another kind of address'; Id = 'RuntimeArgumentInvalid'; Argument = @{ Uri = 'ftp://localhost/a.zip'; Sha256 = 'a' * 64 } }
    ) {
        Push-Location $TestDrive
        try { { Install-CnnRuntime @Argument } | Should -Throw -ErrorId "$Id,*" }
        finally { Pop-Location }
        Test-Path $env:CNNTOOLS_RUNTIME | Should -BeFalse
    }

    It 'uses nothing of an archive whose hash is another' {
        $archive = Join-Path $TestDrive 'libtorch.zip'
        'not the archive' | Set-Content $archive
        { Install-CnnRuntime $archive -Sha256 ('0' * 64) } | Should -Throw -ErrorId 'RuntimeChecksumMismatch,*'
        Test-Path $env:CNNTOOLS_RUNTIME | Should -BeFalse
    }
}
