using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Tests.Datasets;

namespace CnnTools.Engine.Tests.Persistence;

/// <summary>A model file is believed only where all its parts fit together.</summary>
public sealed class ModelDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ModelPath => Path.Combine(_folder.Path, "model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_file_is_described()
    {
        new SoundModel().Write(ModelPath);
        CnnModelInfo info = ModelReader.Describe(ModelPath);
        Assert.Equal((ModelPath, "test", "6x6x3", "Pets", 0.75, 3, 7L), (info.Path, info.Architecture, info.InputShape, info.Dataset, info.TestAccuracy, info.Epoch, info.Seed));
        Assert.Equal(["cat", "dog"], info.Classes);
        Assert.Equal(4 * 3 * 9 + 4 + 16 + 64 * 8 + 8 + 8 * 2 + 2, info.Parameters);
    }

    [Fact]
    public void A_file_may_be_silent_about_where_it_comes_from()
    {
        var model = new SoundModel();
        model.Metadata.Remove("provenance");
        model.Write(ModelPath);
        CnnModelInfo info = ModelReader.Describe(ModelPath);
        Assert.Equal((null, null, null, null), (info.Dataset, info.TestAccuracy, info.Epoch, info.Seed));
    }

    [Fact]
    public void There_must_be_a_file() => Refused("ModelNotFound", write: null, "model.safetensors");

    [Fact]
    public void A_missing_tensor_is_refused() => Refused("ModelWeightsInvalid", model => model.Tensors.RemoveAll(tensor => tensor.Name == "dense.bias"), "'dense.bias' is missing");

    [Fact]
    public void A_tensor_too_many_is_refused() => Refused("ModelWeightsInvalid", model => model.Tensors.Add(new("dense_2.weight", "F32", [1], new byte[4])), "'dense_2.weight' belongs to no layer");

    [Fact]
    public void Another_shape_is_refused() => Refused("ModelWeightsInvalid", model => Change(model, "conv2d.weight", tensor => tensor with { Shape = [4, 27] }), "expected F32 of shape [4, 3, 3, 3]; found F32 of shape [4, 27]");

    [Fact]
    public void Another_type_is_refused() => Refused("ModelWeightsInvalid", model => Change(model, "batch_norm2d.running_var", tensor => tensor with { Type = "F64", Bytes = new byte[32] }), "expected F32 of shape [4]; found F64");

    [Fact]
    public void A_type_of_the_same_size_is_refused() => Refused("ModelWeightsInvalid", model => Change(model, "dense_1.bias", tensor => tensor with { Type = "I32" }), "found I32");

    [Theory]
    [InlineData("conv2d", "lambda")]
    [InlineData("\"kind\": \"Conv2d\"", "\"code\": \"import os\", \"kind\": \"Conv2d\"")]
    [InlineData("\"units\": 8", "\"units\": 9000000000")]
    [InlineData("\"height\": 6", "\"height\": 100000")]
    public void A_network_outside_the_vocabulary_is_refused(string part, string replacement) => Refused("NetworkInvalid", model =>
    {
        string network = model.Metadata["network"];
        model.Metadata["network"] = network.Replace(part, replacement, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(network, model.Metadata["network"]);
    });

    [Fact]
    public void A_network_of_another_size_is_refused() =>
        Refused("ModelWeightsInvalid", model => model.Metadata["network"] = model.Metadata["network"].Replace("\"units\": 8", "\"units\": 9", StringComparison.Ordinal), "dense.weight");

    [Theory]
    [InlineData("""["cat"]""")]
    [InlineData("""["cat", "dog", "fish"]""")]
    [InlineData("""[]""")]
    public void Another_number_of_classes_is_refused(string classes) => Refused("NetworkInvalid", model => model.Metadata["classes"] = classes, "classes");

    [Theory]
    [InlineData("classes", """{"cat": 0}""")]
    [InlineData("classes", """["cat", null]""")]
    [InlineData("classes", """["cat", 5]""")]
    [InlineData("classes", "cat, dog")]
    [InlineData("provenance", "{")]
    [InlineData("provenance", """{"Seed":1,"Seed":2}""")]
    [InlineData("preprocessing", """{"input":"float32","scale":0.00392156862745098,"layout":"NCHW"}""")]
    [InlineData("preprocessing", """{"input":"uint8","scale":1,"layout":"NCHW"}""")]
    [InlineData("preprocessing", """{"input":"uint8","scale":0.00392156862745098,"layout":"NHWC"}""")]
    [InlineData("preprocessing", """{"input":"uint8","scale":"a lot","layout":"NCHW"}""")]
    [InlineData("preprocessing", "[]")]
    [InlineData("preprocessing", "{}")]
    public void Metadata_that_says_something_else_is_refused(string key, string value) => Refused("ModelMetadataInvalid", model => model.Metadata[key] = value, $"'{key}'");

    [Theory]
    [InlineData("network")]
    [InlineData("classes")]
    [InlineData("preprocessing")]
    public void Missing_metadata_is_refused(string key) => Refused("ModelMetadataInvalid", model => model.Metadata.Remove(key), $"'{key}'");

    [Fact]
    public void Weights_from_elsewhere_are_told_apart() => Refused("ModelFormatUnknown", model =>
    {
        model.Metadata.Clear();
        model.Metadata["format"] = "pt";
    }, "Import-CnnModel");

    [Fact]
    public void A_file_of_a_later_version_is_refused() => Refused("ModelFormatUnknown", model => model.Metadata["format_version"] = "2", "newer CnnTools");

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_file_cut_short_is_refused(int length)
    {
        new SoundModel().Write(ModelPath);
        byte[] file = File.ReadAllBytes(ModelPath);
        File.WriteAllBytes(ModelPath, file[..(length < 0 ? file.Length + length : length)]);
        Assert.StartsWith("ModelFileT", Assert.Throws<CnnException>(() => ModelReader.Describe(ModelPath)).ErrorId, StringComparison.Ordinal);
    }

    private void Refused(string id, Action<SoundModel>? write, string? detail = null)
    {
        if (write is not null)
        {
            var model = new SoundModel();
            write(model);
            model.Write(ModelPath);
        }

        CnnException error = Assert.Throws<CnnException>(() => ModelReader.Describe(ModelPath));
        Assert.Equal(id, error.ErrorId);
        if (detail is not null) Assert.Contains(detail, error.Message, StringComparison.Ordinal);
    }

    private static void Change(SoundModel model, string name, Func<SafeTensorsWriter.Entry, SafeTensorsWriter.Entry> change) =>
        model.Tensors = [.. model.Tensors.Select(tensor => tensor.Name == name ? change(tensor) : tensor)];
}
