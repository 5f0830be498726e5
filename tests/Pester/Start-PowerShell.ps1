# Starts another PowerShell of the kind that runs this script. One that was installed as a tool of the .NET SDK is run by 'dotnet', and has no program of its own to start.
$program = (Get-Process -Id $PID).Path
$first = [System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet' ? @([Environment]::GetCommandLineArgs()[0]) : @()
& $program @first @args
