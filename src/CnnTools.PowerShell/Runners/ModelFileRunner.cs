using CnnTools.Core.Export;
using CnnTools.Core.ModelFiles;

namespace CnnTools.PowerShell.Runners;

/// <summary>What <c>Get-CnnModel</c>, <c>Export-CnnModel</c> and <c>Import-CnnModel</c> do. Loads no libtorch.</summary>
internal sealed class ModelFileRunner(ICommandOutput output)
{
    /// <summary>Emits what a model file says about itself.</summary>
    public void Describe(string path) => output.Emit(ModelReader.Describe(path));

    /// <summary>Writes a model in another format and emits the file.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="format">The format.</param>
    /// <param name="outputPath">A file, an existing folder, or null for the model's own folder.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    public void Export(string model, CnnExportFormat format, string? outputPath, bool force)
    {
        string target = ModelExporter.Target(model, format, outputPath);
        if (!output.MayProceed($"Export {model} to {target}", [])) return;
        ModelExporter.Export(model, format, target, force);
        output.Emit(new FileInfo(target));
    }

    /// <summary>Makes a model of weights trained elsewhere and emits its description.</summary>
    public void Import(CnnImportOptions options)
    {
        if (!output.MayProceed($"Import {options.Path} as {options.OutputPath}", [])) return;
        output.Emit(ModelImporter.Import(options, output.Verbose));
    }
}
