@{
    RootModule           = 'CnnTools.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '3df5d854-d6ca-4936-803f-29082dc96d46'
    Author               = 'The CnnTools contributors'
    CompanyName          = 'The CnnTools contributors'
    Copyright            = 'Copyright (c) The CnnTools contributors. MIT licence.'
    Description          = 'Trains, evaluates and serves CNN image classifiers on libtorch.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.6'
    FormatsToProcess     = @('CnnTools.Format.ps1xml')
    CmdletsToExport      = @(
        'Add-CnnLayer'
        'Clear-CnnCache'
        'Compare-CnnModel'
        'Export-CnnChart'
        'Export-CnnImage'
        'Export-CnnModel'
        'Export-CnnReport'
        'Get-CnnArchitecture'
        'Get-CnnConfusionMatrix'
        'Get-CnnDataset'
        'Get-CnnDevice'
        'Get-CnnGateResult'
        'Get-CnnModel'
        'Get-CnnModelSummary'
        'Get-CnnPrediction'
        'Get-CnnRun'
        'Import-CnnDataset'
        'Import-CnnModel'
        'Install-CnnRuntime'
        'Invoke-CnnTraining'
        'Measure-CnnModel'
        'New-CnnBaseline'
        'New-CnnNetwork'
        'Save-CnnDataset'
        'Show-CnnImage'
        'Test-CnnDataset'
        'Test-CnnModel'
    )
    # The address of whoever publishes the module is put in by 'build.sh pack -p:ProjectUrl=https://...'.
    # HelpInfoURI          = ''
    FunctionsToExport    = @()
    AliasesToExport      = @('New-CnnModel')
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('CNN', 'ConvolutionalNeuralNetwork', 'MachineLearning', 'DeepLearning', 'ImageClassification', 'LibTorch', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            # ProjectUri   = ''
            ReleaseNotes = 'See CHANGELOG.md, which comes with the module.'
        }
    }
}
