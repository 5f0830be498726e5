using System.Runtime.InteropServices;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Tests.Datasets;
using CnnTools.Engine.Tests.Export;
using CnnTools.Engine.Tests.Models;

namespace CnnTools.Engine.Tests.Persistence;

/// <summary>Weights as PyTorch users save them become a model, or an error that says what does not fit.</summary>
public sealed class ModelImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SafeTensorsWriter.Entry> _weights = ExportCases.Weights(SoundModel.Network, seed: 1);

    private string WeightsPath => _folder.Combine("weights.safetensors");

    private CnnImportOptions Options => new() { Path = WeightsPath, Network = SoundModel.Network, Class = ["cat", "dog"], OutputPath = _folder.Combine("model.safetensors") };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("conv2d", "batch_norm2d", "dense", "dense_1")]
    [InlineData("module.conv2d", "module.batch_norm2d", "module.dense", "module.dense_1")]
    [InlineData("0", "2", "4", "7")]
    [InlineData("layers.0", "layers.1", "layers.9", "layers.10")]
    [InlineData("model.0.0", "model.0.2", "model.1.0", "model.10.0")]
    public void Names_and_positions_lead_to_the_layers(params string[] names)
    {
        // safetensors.torch sorts by name, where "10" comes before "9"; a file's order means nothing.
        Write(_weights.Select(tensor => tensor with { Name = Renamed(tensor.Name, names) }).OrderBy(tensor => tensor.Name, StringComparer.Ordinal));
        var told = new List<string>();
        CnnModelInfo info = ModelImporter.Import(Options, told.Add);

        Assert.Equal(("test", null, 2), (info.Architecture, info.Dataset, info.Classes.Count));
        Dictionary<string, byte[]> imported = Read(Options.OutputPath).Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Bytes);
        SafeTensorsWriter.Entry[] expected = [.. _weights.Where(tensor => !WeightCheck.IsBatchCounter(tensor.Name))];
        Assert.Equal(expected.Select(tensor => tensor.Name).Order(), imported.Keys.Order());
        Assert.All(expected, tensor => Assert.Equal(tensor.Bytes, imported[tensor.Name]));
        Assert.Contains(told, text => text.Contains("num_batches_tracked", StringComparison.Ordinal));
        Assert.Contains(told, text => text.StartsWith(names[3] + ".weight ", StringComparison.Ordinal) && text.EndsWith("-> dense_1.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_precisions_become_single_precision()
    {
        float[] values = [1, -0.5f, 3.140625f, 0];
        SafeTensorsWriter.Entry Of<T>(string name, string type, Func<float, T> convert) where T : struct => new(name, type, [2, 2], MemoryMarshal.AsBytes<T>(values.Select(convert).ToArray()).ToArray());
        CnnNetwork network = Nets.Of(2, 1, 1, Nets.Flatten(), Nets.Dense(2) with { Bias = false });
        foreach (SafeTensorsWriter.Entry entry in (SafeTensorsWriter.Entry[])
            [Of("w.weight", "F16", v => (Half)v), Of("w.weight", "BF16", v => (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16)), Of("w.weight", "F64", v => (double)v), Of("w.weight", "F32", v => v)])
        {
            Write([entry]);
            ModelImporter.Import(Options with { Network = network, Force = true });
            SafeTensorsWriter.Entry tensor = Assert.Single(Read(Options.OutputPath).Tensors);
            Assert.Equal(("dense.weight", "F32"), (tensor.Name, tensor.Type));
            Assert.Equal(values, MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray());
        }
    }

    [Fact]
    public void A_network_by_name_takes_the_datasets_shape_and_classes()
    {
        CnnNetwork network = NetworkCatalog.Find("TwoConv4x4").For(32, 32, 3, 10);
        Write(ExportCases.Weights(network, seed: 2));
        CnnModelInfo info = ModelImporter.Import(Options with { Network = null, Architecture = "twoconv4x4", Class = null, Dataset = "Shapes" });
        Assert.Equal(("TwoConv4x4", "32x32x3", "Circle"), (info.Architecture, info.InputShape, info.Classes[0]));
    }

    [Fact]
    public void Another_shape_may_be_named()
    {
        Write(ExportCases.Weights(NetworkCatalog.Find("ThreeConv").For(40, 36, 1, 2), seed: 2));
        Assert.Equal("40x36x1", ModelImporter.Import(Options with { Network = null, Architecture = "ThreeConv", InputShape = [40, 36, 1] }).InputShape);
    }

    [Theory]
    [InlineData("dense_1.bias", "layer 'dense_1' needs a tensor 'bias'")]
    [InlineData("batch_norm2d.running_mean", "needs a tensor 'running_mean'")]
    public void A_missing_tensor_is_named(string missing, string detail) => Refused(_weights.Where(tensor => tensor.Name != missing), detail);

    [Fact]
    public void A_missing_layer_is_named() => Refused(_weights.Where(tensor => !tensor.Name.StartsWith("dense_1", StringComparison.Ordinal)), "layer 'dense_1' is missing");

    [Fact]
    public void A_layer_too_many_is_named() => Refused(_weights.Append(new("dense_2.weight", "F32", [1], new byte[4])), "'dense_2' is no layer");

    [Fact]
    public void Too_few_positions_are_counted() =>
        Refused(_weights.Where(tensor => !tensor.Name.StartsWith("dense.", StringComparison.Ordinal)).Select(tensor => tensor with { Name = Renamed(tensor.Name, ["0", "1", "2", "3"]) }), "expected 4 layers with weights");

    [Fact]
    public void Names_in_no_order_are_refused_with_those_that_would_do() =>
        Refused(_weights.Select(tensor => tensor with { Name = Renamed(tensor.Name, ["features.0", "features.1", "classifier.0", "classifier.1"]) }), "neither the network's nor positions", "classifier.0 (weight [8, 64]", "conv2d (weight [4, 3, 3, 3]");

    [Fact]
    public void A_transposed_weight_is_recognised() =>
        Refused(_weights.Select(tensor => tensor.Name == "dense.weight" ? tensor with { Shape = [64, 8] } : tensor), "expected shape [8, 64]; found [64, 8]", "transposed");

    [Fact]
    public void Whole_numbers_are_no_weights() => Refused(_weights.Select(tensor => tensor.Name == "dense.weight" ? tensor with { Type = "I32" } : tensor), "found I32");

    [Fact]
    public void No_weights_are_no_model() => Refused([], "holds no weights");

    [Theory]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x80, 2, (byte)'c', (byte)'o', (byte)'s', (byte)'.', 0, 0, 0, 0 })]
    public void A_pickle_is_never_read(byte[] file)
    {
        File.WriteAllBytes(WeightsPath, file);
        CnnException error = Fails("WeightsFormatUnknown", Options);
        Assert.Contains("safetensors.torch.save_file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        Write(_weights);
        Fails("OptionInvalid", Options with { Class = null });
        Fails("OptionInvalid", Options with { Dataset = "Shapes" });
        Fails("OptionInvalid", Options with { Class = ["cat", ""] });
        Fails("OptionInvalid", Options with { Class = ["cat", "cat"] });
        Fails("OptionInvalid", Options with { InputShape = [6, 6, 3] });
        Fails("OptionInvalid", Options with { Network = null });
        Fails("OptionInvalid", Options with { Network = null, Architecture = "ThreeConv", InputShape = [6, 6] });
        Fails("ArchitectureNotFound", Options with { Network = null, Architecture = "Resnet" });
        Fails("NetworkInvalid", Options with { Class = ["cat", "dog", "fish"] });
        Fails("ModelNotFound", Options with { Path = _folder.Combine("nowhere.safetensors") });
        Fails("OutputPathInvalid", Options with { OutputPath = _folder.Path });
        Fails("OutputExists", Options with { OutputPath = WeightsPath });
    }

    private void Refused(IEnumerable<SafeTensorsWriter.Entry> tensors, params string[] details)
    {
        Write(tensors);
        CnnException error = Fails("ModelWeightsInvalid", Options);
        Assert.All(details, detail => Assert.Contains(detail, error.Message, StringComparison.Ordinal));
    }

    /// <summary>Nothing is written where an import fails.</summary>
    private CnnException Fails(string id, CnnImportOptions options)
    {
        CnnException error = Assert.Throws<CnnException>(() => ModelImporter.Import(options));
        Assert.Equal(id, error.ErrorId);
        Assert.False(File.Exists(Options.OutputPath));
        return error;
    }

    private void Write(IEnumerable<SafeTensorsWriter.Entry> tensors)
    {
        using FileStream stream = File.Create(WeightsPath);
        SafeTensorsWriter.Write(stream, [.. tensors], new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static string Renamed(string name, string[] names)
    {
        string[] layers = ["conv2d", "batch_norm2d", "dense", "dense_1"];
        int dot = name.LastIndexOf('.');
        return names[Array.IndexOf(layers, name[..dot])] + name[dot..];
    }

    private static SafeTensorsContent Read(string path) => SafeTensorsReader.Read(path);
}
