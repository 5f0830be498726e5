using System.Management.Automation;
using CnnTools.Core.Export;
using CnnTools.PowerShell.Completion;
using CnnTools.PowerShell.Parameters;

namespace CnnTools.PowerShell.Commands;

/// <summary>Writes models for other runtimes and emits the files. Normalisation and softmax are inside: images of 0 to 255 go in, probabilities come
/// out.</summary>
[Cmdlet(VerbsData.Export, "CnnModel", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCnnModelCommand : CnnCmdlet
{
    /// <summary>Paths of model files, with wildcards if wanted, or objects from <c>Get-CnnModel</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Path")]
    [SupportsWildcards]
    [ModelTransformation]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>The file to write, or an existing folder; without it, the model's own folder. In a folder the file has the model's name.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>The format; default Onnx.</summary>
    [Parameter]
    public CnnExportFormat Format { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void ProcessInput() => ForEach(Model, model => ForEach(ModelChoice.Resolve(model, RequiredFullPath, ExpandWildcard), Export));

    private void Export(string model)
    {
        string target = ModelExporter.Target(model, Format, FullPath(OutputPath));
        if (!MayProceed($"Export {model} to {target}")) return;
        ModelExporter.Export(model, Format, target, Force);
        Emit(new FileInfo(target));
    }
}
