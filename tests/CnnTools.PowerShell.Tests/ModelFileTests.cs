using CnnTools.PowerShell.Parameters;


namespace CnnTools.PowerShell.Tests;

/// <summary>Get-CnnModel, Export-CnnModel and Import-CnnModel, and how models are named.</summary>
[Collection(SharedModel.Name)]
public sealed class ModelFileTests : IDisposable
{
    private readonly TrainedModel _model;
    private const string Import = "Import-CnnModel $model $network imported.safetensors -Dataset Shapes";

    private readonly Session _session = new();

    public ModelFileTests(TrainedModel model)
    {
        _model = model;
        _session.Set("model", model.Path);
        _session.Set("network", TrainedModel.Network);
    }

    public void Dispose() => _session.Dispose();

    private string PathOf(string name) => _session.PathOf(name);

    [Fact]
    public void Describes_a_model()
    {
        var info = _session.Run<CnnModelInfo>("Get-CnnModel $model");
        Assert.Equal((_model.Path, "Tiny", "32x32x3", "Shapes", _model.Result.TestAccuracy),
            (info.Path, info.Architecture, info.InputShape, info.Dataset, info.TestAccuracy));
        Assert.Equal(_model.Path, _session.Run<string>("(Get-CnnModel -LiteralPath $model).Model")); // under the name that other cmdlets look for
    }

    [Fact]
    public void Exports_and_emits_the_file()
    {
        var file = _session.Run<FileInfo>("Export-CnnModel $model .");
        Assert.Equal(PathOf("tiny.onnx"), file.FullName);
        Assert.True(file.Length > 200 * 10 * 4);
        Assert.Equal("OutputExists", _session.Fails("Export-CnnModel $model .").ErrorId);
        Assert.Equal(file.FullName, _session.Run<FileInfo>("Export-CnnModel $model . -Force").FullName);
    }

    [Fact]
    public void Imports_and_emits_the_description()
    {
        Assert.Equal(PathOf("imported.safetensors"), _session.Run<CnnModelInfo>(Import + " -Verbose").Path);
        Assert.Contains(_session.Verbose, static text => text.Contains("dense.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void Writes_nothing_under_what_if()
    {
        Assert.Empty(_session.Run("Export-CnnModel $model . -WhatIf; " + Import + " -WhatIf"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_session.Folder));
        // What would be done, in the words that a confirmation asks in.
        Assert.Equal([$"Export {_model.Path} to {PathOf("tiny.onnx")}", $"Import {_model.Path} as {PathOf("imported.safetensors")}"], _session.WhatIf);
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
