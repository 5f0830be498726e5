<#
.SYNOPSIS
    Runs the Pester suites on an assembled module, in a PowerShell of its own.
.DESCRIPTION
    Exit code: the number of tests that failed, 0 where all passed.
.EXAMPLE
    tests/Pester/run.ps1 -ModulePath artifacts/module/CnnTools
#>
[CmdletBinding()]
param(
    # Folder of the module: the one that holds CnnTools.psd1.
    [string] $ModulePath = (Join-Path $PSScriptRoot '../../artifacts/module/CnnTools'),

    # Folder with the module's package and its help for Update-Help; the suite about them is skipped without it.
    [string] $PackagePath,

    # File for the results in NUnit's XML; none is written without it.
    [string] $ResultPath,

    # Full names of tests to run; wildcards are allowed.
    [string[]] $FullName = @(),

    # Used by this script for the process it starts.
    [switch] $InThisProcess
)

$ErrorActionPreference = 'Stop'
$ModulePath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ModulePath)
if ($PackagePath) { $PackagePath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($PackagePath) }
if ($ResultPath) { $ResultPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($ResultPath) }
if (-not (Test-Path (Join-Path $ModulePath 'CnnTools.psd1'))) { throw "Expected a module in '$ModulePath'; found none. Build it first: ./build.sh build" }

if (-not $InThisProcess) {
    # An assembly cannot be unloaded: in the caller's PowerShell it would stay locked, and a build after the tests would not be seen.
    $arguments = @('-NoProfile', '-NonInteractive', '-File', $PSCommandPath, '-InThisProcess', '-ModulePath', $ModulePath)
    if ($PackagePath) { $arguments += '-PackagePath', $PackagePath }
    if ($ResultPath) { $arguments += '-ResultPath', $ResultPath }
    if ($FullName) { $arguments += '-FullName', ($FullName -join ',') }
    & (Join-Path $PSScriptRoot 'Start-PowerShell.ps1') @arguments
    exit $LASTEXITCODE
}

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
if ($FullName) { $configuration.Filter.FullName = $FullName -split ',' }
if ($ResultPath) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'NUnitXml'
    $configuration.TestResult.OutputPath = $ResultPath
}

# Suites find the module here, and so do the processes that they start.
$env:CNNTOOLS_TEST_MODULE = Join-Path $ModulePath 'CnnTools.psd1'
$env:CNNTOOLS_TEST_PACKAGES = $PackagePath
# The suites only need to see that training works; one thread leaves the machine to others.
$env:OMP_NUM_THREADS = '1'
$result = Invoke-Pester -Configuration $configuration
exit ($result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount)
