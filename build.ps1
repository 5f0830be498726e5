#!/usr/bin/env pwsh
# Hands on to the targets of build.proj: build, demo, test, bench, pack, clean.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'demo', 'test', 'bench', 'pack', 'clean')]
    [string] $Target = 'build',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Property = @()
)
$ErrorActionPreference = 'Stop'
if (-not (Get-Command dotnet -ErrorAction Ignore)) {
    throw "build.ps1: expected the .NET 10 SDK (the command 'dotnet'); found none. Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
}
Push-Location $PSScriptRoot
try {
    & dotnet msbuild build.proj -nologo -tl:off -v:minimal "-t:$Target" @Property
    $status = $LASTEXITCODE
    if ($Target -eq 'test' -and (Test-Path artifacts/test-results/summary.txt)) { Get-Content artifacts/test-results/summary.txt }
}
finally { Pop-Location }
exit $status
