using CnnTools.Core.Export;
using CnnTools.Engine.Tests.Datasets;
using CnnTools.Engine.Tests.Persistence;

namespace CnnTools.Engine.Tests.Export;

/// <summary>Where an export goes, and what it does not overwrite.</summary>
public sealed class ModelExporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelExporterTests() => new SoundModel().Write(ModelPath);

    private string ModelPath => _folder.Combine("pets.v2.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Goes_beside_the_model_into_a_folder_or_to_a_file()
    {
        Assert.Equal(_folder.Combine("pets.v2.onnx"), ModelExporter.Target(ModelPath, CnnExportFormat.Onnx, null));
        string other = Directory.CreateDirectory(_folder.Combine("other")).FullName;
        Assert.Equal(Path.Combine(other, "pets.v2.onnx"), ModelExporter.Target(ModelPath, CnnExportFormat.Onnx, other));
        Assert.Equal(Path.Combine(other, "x.bin"), ModelExporter.Target(ModelPath, CnnExportFormat.Onnx, Path.Combine(other, "x.bin")));
    }

    [Fact]
    public void Writes_what_the_exporter_writes_and_replaces_only_when_told_to()
    {
        string target = _folder.Combine("out.onnx");
        ModelExporter.Export(ModelPath, CnnExportFormat.Onnx, target);
        using var expected = new MemoryStream();
        OnnxExporter.Write(expected, SoundModel.Network, new SoundModel().Tensors, ["cat", "dog"]);
        Assert.Equal(expected.ToArray(), File.ReadAllBytes(target));

        File.WriteAllText(target, "mine");
        Assert.Equal("OutputExists", Assert.Throws<CnnException>(() => ModelExporter.Export(ModelPath, CnnExportFormat.Onnx, target)).ErrorId);
        Assert.Equal("mine", File.ReadAllText(target));
        ModelExporter.Export(ModelPath, CnnExportFormat.Onnx, target, force: true);
        Assert.Equal(expected.ToArray(), File.ReadAllBytes(target));
    }

    [Fact]
    public void Never_goes_over_the_model_itself()
    {
        byte[] before = File.ReadAllBytes(ModelPath);
        Assert.Equal("OutputPathInvalid", Assert.Throws<CnnException>(() => ModelExporter.Export(ModelPath, CnnExportFormat.Onnx, ModelPath, force: true)).ErrorId);
        Assert.Equal(before, File.ReadAllBytes(ModelPath));
    }

    [Fact]
    public void A_broken_model_leaves_no_file()
    {
        File.WriteAllText(ModelPath, "no model");
        Assert.Throws<CnnException>(() => ModelExporter.Export(ModelPath, CnnExportFormat.Onnx, _folder.Combine("out.onnx")));
        Assert.Equal(["pets.v2.safetensors"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
    }
}
