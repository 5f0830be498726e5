using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;

namespace CnnTools.Core.Export;

/// <summary>Writes models for other runtimes. Loads no libtorch.</summary>
public static class ModelExporter
{
    /// <summary>The file an export is written to where the user names none, or a folder: the model's name with the format's extension.</summary>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="format">The format.</param>
    /// <param name="outputPath">What the user named: a file, an existing folder, or null for the model's own folder.</param>
    /// <returns>The full path of the file.</returns>
    public static string Target(string modelPath, CnnExportFormat format, string? outputPath)
    {
        string model = Path.GetFullPath(modelPath), name = Path.GetFileNameWithoutExtension(model) + Extension(format);
        if (outputPath is null) return Path.Combine(Path.GetDirectoryName(model)!, name);
        return Directory.Exists(outputPath) ? Path.Combine(Path.GetFullPath(outputPath), name) : Path.GetFullPath(outputPath);
    }

    /// <summary>Writes a model in another format; there is either the former file or the whole new one.</summary>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="format">The format.</param>
    /// <param name="outputPath">The file to write.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <exception cref="CnnException">The model is not sound, the format cannot hold it (<c>OnnxTooLarge</c>), or the file may not be written
    /// (<c>OutputExists</c>, <c>OutputPathInvalid</c>).</exception>
    public static void Export(string modelPath, CnnExportFormat format, string outputPath, bool force = false)
    {
        string target = OutputFile.Check(outputPath, "OutputPath", force)!;
        ModelDocument model = ModelDocument.Read(modelPath);
        if (string.Equals(model.Path, target, StringComparison.Ordinal))
            throw new CnnException("OutputPathInvalid", CnnErrorCategory.InvalidArgument, $"OutputPath: '{target}' is the model itself. Choose another path.", target);
        if (format != CnnExportFormat.Onnx) throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format.");
        OnnxExporter.Save(target, model.Network, model.Content.Tensors, model.ClassNames);
    }

    private static string Extension(CnnExportFormat format) => "." + format.ToString().ToLowerInvariant();
}
