# Imports CnnTools: the module that a build of this repository left, else an installed one.
$built = Join-Path $PSScriptRoot '../artifacts/module/CnnTools'
if (Test-Path (Join-Path $built 'CnnTools.psd1')) { Import-Module $built } else { Import-Module CnnTools }
