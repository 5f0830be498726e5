using System.Management.Automation;
using CnnTools.Core.ModelFiles;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Makes a model file of weights trained elsewhere: safetensors as PyTorch users save them, named as the network's parameters or numbered as in
/// torch.nn.Sequential.</summary>
[Cmdlet(VerbsData.Import, "CnnModel", SupportsShouldProcess = true, DefaultParameterSetName = ClassSet)]
[OutputType(typeof(CnnModelInfo))]
public sealed class ImportCnnModelCommand : CnnCmdlet
{
    private const string ClassSet = "Class";
    private const string DatasetSet = "Dataset";

    /// <summary>The safetensors file with the weights.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The network the weights belong to: a name, the path of a network in JSON, or a <see cref="CnnNetwork"/>.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ArchitectureCompleter))]
    [ValidateNotNullOrEmpty]
    public object Architecture { get; set; } = "";

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>Class names in label order.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClassSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Class { get; set; }

    /// <summary>A dataset whose class names are the model's, and whose shape a network by name takes; its images are not read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DatasetSet)]
    [DatasetTransformation]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dataset { get; set; }

    /// <summary>Height, width and channels of the images, for a network given by its name; without it, the dataset's, else those the network was designed
    /// for.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int[]? InputShape { get; set; }

    /// <summary>Replaces an existing file at OutputPath.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Folder of the dataset cache; default <c>CNNTOOLS_DATASETS</c>, else <c>~/.cache/cnntools/datasets</c>.</summary>
    [Parameter(ParameterSetName = DatasetSet)]
    [ValidateNotNullOrEmpty]
    public string? DatasetCache { get; set; }

    private protected override void ProcessInput()
    {
        ArchitectureChoice architecture = ArchitectureChoice.Of(Plain(Architecture)!, RequiredFullPath);
        var options = new CnnImportOptions
        {
            Path = RequiredFullPath(Path),
            Architecture = architecture.Name,
            Network = architecture.Network,
            InputShape = InputShape,
            Class = Class,
            Dataset = Dataset is null ? null : DatasetChoice.Resolve(Dataset, RequiredFullPath),
            OutputPath = RequiredFullPath(OutputPath),
            Force = Force,
            DatasetCache = FullPath(DatasetCache),
        };
        if (MayProceed($"Import {options.Path} as {options.OutputPath}")) Emit(ModelImporter.Import(options, WriteVerbose));
    }
}
