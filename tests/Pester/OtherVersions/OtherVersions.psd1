# A module as there are many: it loads its libraries into PowerShell's own context, in versions that are not those of CnnTools.
@{
    RootModule         = 'OtherVersions.psm1'
    ModuleVersion      = '1.0.0'
    GUID               = '5a1c1a0e-4b57-4b0c-9d3e-0a4f0b6c7d21'
    Author             = 'The CnnTools contributors'
    Description        = 'Brings other versions of libraries, for the tests of isolation.'
    RequiredAssemblies = @('CsvHelper.dll', 'Google.Protobuf.dll')
    FunctionsToExport  = @('Test-OtherVersion')
    CmdletsToExport    = @()
    AliasesToExport    = @()
    VariablesToExport  = @()
}
