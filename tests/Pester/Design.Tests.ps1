# The rules for cmdlets that PowerShell's own analyzer knows as its set CmdletDesign, and those of the guidelines that can be read off a command.
BeforeDiscovery {
    Import-Module $env:CNNTOOLS_TEST_MODULE
    $commands = (Get-Module CnnTools).ExportedCmdlets.Values | Sort-Object Name
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    function Get-Own($Command) { $Command.Parameters.Values | Where-Object Name -NotIn $common }
    function Get-Binding($Command) { Get-Own $Command | ForEach-Object Attributes | Where-Object { $_ -is [System.Management.Automation.ParameterAttribute] } }
}

Describe '<_.Name>' -ForEach $commands {
    BeforeAll { $command = $_ }

    It 'has an approved verb' {
        (Get-Verb).Verb | Should -Contain $command.Verb
    }

    It 'has a singular noun with the module''s prefix' {
        $command.Noun | Should -MatchExactly '^Cnn[A-Z][a-z]+([A-Z][a-z]+)*$'
        $command.Noun | Should -Not -Match '(?<!s|Clas)s$'
    }

    It 'names no parameter as PowerShell''s own, and each in Pascal case' {
        foreach ($parameter in Get-Own $command) {
            # Words that PowerShell reserves: about_CommonParameters and the cmdlet guidelines' list.
            $parameter.Name | Should -Not -BeIn 'SelectProperty', 'SelectObject', 'Selector'
            $parameter.Name | Should -MatchExactly '^[A-Z][A-Za-z0-9]*$'
        }
    }

    It 'asks before it changes something, and only then' {
        $asks = $command.Parameters.ContainsKey('WhatIf')
        $changes = $command.Verb -in 'Save', 'Export', 'Install', 'Invoke', 'Set', 'Remove', 'Clear' -or ($command.Verb -in 'New', 'Import' -and $command.Parameters.ContainsKey('OutputPath'))
        if ($changes) { $asks | Should -BeTrue }
        # -Force without -WhatIf would replace a file that nobody was asked about.
        if ($command.Parameters.ContainsKey('Force')) { $asks | Should -BeTrue }
    }

    It 'takes something from the pipeline by value in one place a set at most' {
        foreach ($set in $command.ParameterSets) {
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1 -Because $set.Name
        }
    }

    It 'has positions without gaps' {
        foreach ($set in $command.ParameterSets) {
            $positions = @($set.Parameters.Position | Where-Object { $_ -ge 0 } | Sort-Object)
            if ($positions) { $positions | Should -Be (0..($positions.Count - 1)) -Because $set.Name }
        }
    }

    It 'says what it emits' {
        @($command.OutputType).Count | Should -BeGreaterThan 0
        foreach ($type in $command.OutputType) { $type.Type | Should -Not -BeNullOrEmpty -Because "$($type.Name) must be a type that users can name" }
    }

    It 'has a switch where a Boolean would do' {
        Get-Own $command | Where-Object ParameterType -EQ ([bool]) | Should -BeNullOrEmpty
    }

    It 'takes LiteralPath where Path takes wildcards' {
        if ($command.Parameters['Path'].Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] }) { $command.Parameters.Keys | Should -Contain 'LiteralPath' }
    }
}
