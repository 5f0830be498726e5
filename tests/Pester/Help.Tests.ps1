BeforeDiscovery {
    Import-Module $env:CNNTOOLS_TEST_MODULE
    $commands = (Get-Module CnnTools).ExportedCmdlets.Keys | Sort-Object
    $topics = 'about_CnnTools', 'about_CnnTools_Devices', 'about_CnnTools_Models', 'about_CnnTools_Training'
    $examples = foreach ($command in $commands) {
        $number = 0
        foreach ($example in @((Get-Help $command -Full).examples.example)) {
            $number++
            @{ Command = $command; Number = $number; Title = ($example.title -replace '^-+\s*Example \d+: |\s*-+$'); Code = "$($example.code)" }
        }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    $own = 'WhatIf', 'Confirm'

    # What examples speak of: two models of Shapes, images, images of one's own as a folder and as a manifest.
    $place = (New-Item (Join-Path $TestDrive 'place') -ItemType Directory).FullName
    $null = New-SmallModel (Join-Path $place 'shapes.safetensors') -Epoch 1
    $null = New-SmallModel (Join-Path $place 'old.safetensors') -Epoch 1 -Seed 4
    Copy-Item (Join-Path $place 'old.safetensors') (Join-Path $place 'weights.safetensors')
    $random = [Random]::new(1)
    function Write-RandomPng([string] $Path) {
        $pixels = [byte[]]::new(32 * 32 * 3)
        $random.NextBytes($pixels)
        $null = New-Item (Split-Path $Path) -ItemType Directory -Force
        Write-Png $Path 32 32 $pixels
    }
    1..3 | ForEach-Object { Write-RandomPng (Join-Path $place "images/$_.png") }
    $rows = foreach ($split in 'train', 'test') {
        foreach ($class in 'daisy', 'rose') {
            foreach ($i in 1..2) {
                Write-RandomPng (Join-Path $place "flowers/$split/$class/$i.png")
                [pscustomobject] @{ path = "flowers/$split/$class/$i.png"; label = $class; split = $split }
            }
        }
    }
    $rows | Export-Csv (Join-Path $place 'flowers.csv')
}

Describe 'Get-Help <_>' -ForEach $commands {
    BeforeAll { $help = Get-Help $_ -Full }

    It 'is written, not made up by PowerShell' {
        $help.Synopsis.Trim() | Should -Match '^[A-Z].*\.$'
        "$($help.description.Text)".Length | Should -BeGreaterThan 80
        $help.details.verb | Should -Be $_.Split('-')[0]
    }

    It 'has two examples or more' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'describes every parameter, and none that is not there' {
        $parameters = (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common -or $_ -in $own }
        $described = @($help.parameters.parameter | Where-Object name)
        $described.name | Sort-Object | Should -Be ($parameters | Sort-Object)
        foreach ($parameter in $described) { "$($parameter.description.Text)".Length | Should -BeGreaterThan 15 -Because "-$($parameter.name)" }
    }

    It 'says of parameters what PowerShell knows' {
        $command = Get-Command $_
        foreach ($parameter in @($help.parameters.parameter | Where-Object { $_.name -and $_.name -notin $own })) {
            $sets = $command.Parameters[$parameter.name].ParameterSets.Values
            $parameter.required | Should -Be "$(@($sets.IsMandatory) -notcontains $false)".ToLowerInvariant() -Because "-$($parameter.name)"
            $parameter.pipelineInput -match 'ByValue' | Should -Be (@($sets.ValueFromPipeline) -contains $true) -Because "-$($parameter.name)"
            $parameter.pipelineInput -match 'ByPropertyName' | Should -Be (@($sets.ValueFromPipelineByPropertyName) -contains $true) -Because "-$($parameter.name)"
            $type = $command.Parameters[$parameter.name].ParameterType
            $parameter.type.name | Should -Be ([Nullable]::GetUnderlyingType($type) ?? $type).Name -Because "-$($parameter.name)"
        }
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
    }

    It 'tells inputs, outputs and links' {
        $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
        $help.returnValues.returnValue.type.name | Should -Not -BeNullOrEmpty
        foreach ($link in @($help.relatedLinks.navigationLink.linkText)) {
            if ($link -like 'about_*') { (Get-Help $link).Length | Should -BeGreaterThan 500 -Because $link }
            else { Get-Command $link -Module CnnTools -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $link }
        }
    }
}

Describe 'Example <Number> of <Command>, "<Title>",' -ForEach $examples {
    It 'can be parsed, and names only commands and parameters that there are' {
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $calls = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | Where-Object { $_.GetCommandName() -match '-Cnn' }
        @($calls).Count | Should -BeGreaterThan 0
        foreach ($call in $calls) {
            $known = (Get-Command $call.GetCommandName()).Parameters
            $names = $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName
            foreach ($name in $names) { $known.Keys -contains $name | Should -BeTrue -Because "$call uses -$name" }
        }
    }

    It 'runs' {
        # A training of several epochs, or on data that has to be downloaded, is planned only; all else is done.
        $planned = $Code -match 'Invoke-CnnTraining' -and $Code -notmatch '-Epoch 1\b'
        Push-Location $place
        try {
            $text = & {
                $ErrorActionPreference = 'Stop'
                if ($planned) { $PSDefaultParameterValues = @{ 'Invoke-CnnTraining:WhatIf' = $true } }
                . ([scriptblock]::Create($Code))
            } 6> $null | Out-String
            $text = $text -replace '\e\[[0-9;]*m'
        }
        finally { Pop-Location }
        # What it emits can be shown, and in 120 columns; a long text in a list is for the console to wrap.
        ($text -split '\r?\n' | Where-Object { $_ -notmatch '^\w+ +: ' } | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
    }
}

Describe 'The topic <_>' -ForEach $topics {
    It 'is found by Get-Help' {
        $text = Get-Help $_
        $text | Should -Match "^\s*TOPIC\s+$_"
        (Get-Help about_Cnn* | Where-Object Name -EQ $_).Synopsis.Trim() | Should -Match '\.$'
    }

    It 'names only cmdlets that there are' {
        [regex]::Matches((Get-Help $_), '\b[A-Z][a-z]+-Cnn[A-Z]\w+').Value | Sort-Object -Unique | Where-Object { -not (Get-Command $_ -Module CnnTools -ErrorAction Ignore) } | Should -BeNullOrEmpty
    }
}
