using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

/// <summary>The runner of Get-CnnModel, Export-CnnModel and Import-CnnModel, and how models are named.</summary>
[Collection(SharedModel.Name)]
public sealed class ModelFileRunnerTests : IDisposable
{
    private readonly TrainedModel _model;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-tests-");
    private readonly RecordingOutput _output = new();

    public ModelFileRunnerTests(TrainedModel model) => _model = model;

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private CnnImportOptions Import => new() { Path = _model.Path, Network = TrainedModel.Network, Dataset = "Shapes", OutputPath = PathOf("imported.safetensors") };

    [Fact]
    public void Describes_a_model()
    {
        new ModelFileRunner(_output).Describe(_model.Path);
        CnnModelInfo info = Assert.IsType<CnnModelInfo>(Assert.Single(_output.Emitted));
        Assert.Equal((_model.Path, "Coarse", "32x32x3", "Shapes", _model.Result.TestAccuracy), (info.Path, info.Architecture, info.InputShape, info.Dataset, info.TestAccuracy));
    }

    [Fact]
    public void Exports_and_emits_the_file()
    {
        new ModelFileRunner(_output).Export(_model.Path, CnnExportFormat.Onnx, _folder.FullName, force: false);
        FileInfo file = Assert.IsType<FileInfo>(Assert.Single(_output.Emitted));
        Assert.Equal(PathOf("coarse.onnx"), file.FullName);
        Assert.True(file.Length > 192 * 10 * 4);
        Assert.Equal("OutputExists", Assert.Throws<CnnException>(() => new ModelFileRunner(_output).Export(_model.Path, CnnExportFormat.Onnx, _folder.FullName, force: false)).ErrorId);
    }

    [Fact]
    public void Imports_and_emits_the_description()
    {
        new ModelFileRunner(_output).Import(Import);
        Assert.Equal(PathOf("imported.safetensors"), Assert.IsType<CnnModelInfo>(Assert.Single(_output.Emitted)).Path);
        Assert.Contains(_output.VerboseText, text => text.Contains("dense.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void Writes_nothing_when_told_not_to_proceed()
    {
        var output = new RecordingOutput { Answer = false };
        new ModelFileRunner(output).Export(_model.Path, CnnExportFormat.Onnx, _folder.FullName, force: false);
        new ModelFileRunner(output).Import(Import);
        Assert.Equal([$"Export {_model.Path} to {PathOf("coarse.onnx")}", $"Import {_model.Path} as {PathOf("imported.safetensors")}"], output.Asked);
        Assert.Empty(output.Emitted);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void A_name_means_the_file_of_that_name_before_it_means_a_pattern()
    {
        File.WriteAllText(PathOf("m[1].safetensors"), "");
        IReadOnlyList<string>? Expand(string text) => text.Contains('*', StringComparison.Ordinal) ? [PathOf("a"), PathOf("b")] : [];
        Assert.Equal([PathOf("m[1].safetensors")], ModelChoice.Resolve("m[1].safetensors", PathOf, Expand));
        Assert.Equal([PathOf("a"), PathOf("b")], ModelChoice.Resolve("*", PathOf, Expand));
        Assert.Equal("ModelNotFound", Assert.Throws<CnnException>(() => ModelChoice.Resolve("m[2].safetensors", PathOf, Expand)).ErrorId);
        Assert.Equal([PathOf("none")], ModelChoice.Resolve("none", PathOf, _ => null));
    }
}
