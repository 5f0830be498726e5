using System.Buffers.Binary;
using System.Text.Json;
using CnnTools.Core.Export;
using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Tests.Models;

namespace CnnTools.Engine.Tests.Export;

public sealed class OnnxExporterTests
{
    private static readonly CnnNetwork s_small = Nets.Of(
        6, 5, 1,
        Nets.Conv(3, 4, padding: CnnPadding.Same, activation: CnnActivation.ReLU),
        Nets.Plain(CnnLayerKind.BatchNorm2d),
        Nets.Dropout(0.5),
        Nets.Flatten(),
        Nets.Dense(2));

    [Fact]
    public void The_model_says_what_it_is_and_what_goes_in_and_out()
    {
        OnnxFile model = OnnxFile.Parse(Export(s_small));
        Assert.Equal(8, model.Number(1));
        Assert.Equal("CnnTools", model.Text(2));
        Assert.Matches(@"^\d+\.\d+\.\d+$", model.Text(3));
        OnnxFile operators = model.Message(8);
        Assert.Equal("", operators.Text(1));
        Assert.Equal(13, operators.Number(2));
        OnnxFile metadata = Assert.Single(model.Messages(14));
        Assert.Equal("class_names", metadata.Text(1));
        Assert.Equal(["class 0", "Äpfel \"rot\""], JsonSerializer.Deserialize<string[]>(metadata.Text(2))!);

        OnnxFile graph = model.Message(7);
        Assert.Equal("test", graph.Text(2));
        Assert.Equal(("input", "N x 1 x 6 x 5"), Value(graph.Message(11)));
        Assert.Equal(("probabilities", "N x 2"), Value(graph.Message(12)));
    }

    [Fact]
    public void Nodes_follow_the_layers_and_dropout_is_gone()
    {
        IReadOnlyList<OnnxFile> nodes = OnnxFile.Parse(Export(s_small)).Message(7).Messages(1);
        Assert.Equal(
            [
                "normalization Div input pixel_maximum -> normalization",
                "conv2d Conv normalization conv2d.weight conv2d.bias -> conv2d",
                "conv2d.relu Relu conv2d -> conv2d.relu",
                "batch_norm2d BatchNormalization conv2d.relu batch_norm2d.weight batch_norm2d.bias batch_norm2d.running_mean batch_norm2d.running_var -> batch_norm2d",
                "flatten Flatten batch_norm2d -> flatten",
                "dense Gemm flatten dense.weight dense.bias -> dense",
                "probabilities Softmax dense -> probabilities",
            ],
            nodes.Select(node => $"{node.Text(3)} {node.Text(4)} {string.Join(' ', node.Texts(1))} -> {node.Text(2)}"));
        Assert.Equal(new Dictionary<string, long[]> { ["kernel_shape"] = [4, 4], ["strides"] = [1, 1], ["pads"] = [1, 1, 2, 2] }, Integers(nodes[1]));
        Assert.Equal(1e-3f, Assert.Single(nodes[3].Messages(5)).Float(2));
        Assert.Equal([1L], Integers(nodes[5])["transB"]);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_name_is_given_once_before_it_is_used(string name)
    {
        OnnxFile graph = OnnxFile.Parse(Export(ExportCases.All[name])).Message(7);
        HashSet<string> known = ["input"];
        Assert.All(graph.Messages(5), tensor => Assert.True(known.Add(tensor.Text(8))));
        HashSet<string> used = [];
        foreach (OnnxFile node in graph.Messages(1))
        {
            Assert.Subset(known, node.Texts(1).ToHashSet());
            used.UnionWith(node.Texts(1));
            Assert.True(known.Add(node.Text(2)));
        }
        Assert.Equal(["probabilities"], known.Except(used));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Weights_keep_name_shape_and_bytes(string name)
    {
        CnnNetwork network = ExportCases.All[name];
        Dictionary<string, OnnxFile> initializers = OnnxFile.Parse(Export(network)).Message(7).Messages(5).ToDictionary(tensor => tensor.Text(8));
        foreach (SafeTensorsWriter.Entry weight in ExportCases.Weights(network, 1).Where(weight => weight.Type == "F32"))
        {
            OnnxFile written = initializers[weight.Name];
            Assert.Equal(weight.Shape, written.Numbers(1));
            Assert.Equal(1, written.Number(2));
            Assert.True(weight.Bytes.AsSpan().SequenceEqual(written.Bytes(9)), weight.Name);
        }
        Assert.DoesNotContain(initializers.Keys, key => key.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        Assert.Empty(initializers["pixel_maximum"].Numbers(1));
        Assert.Equal(255f, BinaryPrimitives.ReadSingleLittleEndian(initializers["pixel_maximum"].Bytes(9)));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes_in_whatever_order_its_tensors_come()
    {
        List<SafeTensorsWriter.Entry> weights = ExportCases.Weights(s_small, 1);
        byte[] first = Export(s_small, weights);
        weights.Reverse();
        Assert.Equal(first, Export(s_small, weights));
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_and_kept_where_the_model_is_bad()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "new", "model.onnx");
            OnnxExporter.Save(path, s_small, ExportCases.Weights(s_small, 1), ["a", "b"]);
            byte[] written = File.ReadAllBytes(path);
            Nets.Fails("ModelWeightsInvalid", () => OnnxExporter.Save(path, s_small, [], ["a", "b"]));
            Assert.Equal(written, File.ReadAllBytes(path));
            OnnxExporter.Save(path, s_small, ExportCases.Weights(s_small, 2), ["a", "b"]);
            Assert.NotEqual(written, File.ReadAllBytes(path));
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Missing_weights_are_named() =>
        Refuses("'dense.bias' is missing", weights => weights.RemoveAll(weight => weight.Name == "dense.bias"));

    [Fact]
    public void Missing_statistics_are_named() =>
        Refuses("'batch_norm2d.running_var' is missing", weights => weights.RemoveAll(weight => weight.Name == "batch_norm2d.running_var"));

    [Fact]
    public void Weights_of_no_layer_are_named() =>
        Refuses("'dense_1.weight' belongs to no layer", weights => weights.Add(new("dense_1.weight", "F32", [1], new byte[4])));

    [Fact]
    public void Weights_of_another_shape_are_named() =>
        Refuses("'dense.weight': expected F32 of shape [2, 90]; found F32 of shape [90, 2]", weights => Change(weights, "dense.weight", weight => weight with { Shape = [90, 2] }));

    [Fact]
    public void Weights_of_another_type_are_named() =>
        Refuses("'conv2d.bias': expected F32 of shape [3]; found F16 of shape [3]", weights => Change(weights, "conv2d.bias", weight => weight with { Type = "F16" }));

    [Fact]
    public void The_count_of_batches_may_be_missing()
    {
        List<SafeTensorsWriter.Entry> weights = ExportCases.Weights(s_small, 1);
        byte[] with = Export(s_small, weights);
        Assert.Equal(1, weights.RemoveAll(weight => weight.Name == "batch_norm2d.num_batches_tracked"));
        Assert.Equal(with, Export(s_small, weights));
    }

    [Fact]
    public void As_many_class_names_as_scores_are_needed() =>
        Assert.Contains("3 classes", Nets.Fails("NetworkInvalid", () => OnnxExporter.Write(Stream.Null, s_small, ExportCases.Weights(s_small, 1), ["a", "b", "c"])));

    [Fact]
    public void A_model_beyond_two_gibibytes_is_refused_before_anything_is_written()
    {
        // 260 layers that share one array of 8 MiB: large on paper only.
        const int Units = 1450, Count = 260;
        byte[] shared = new byte[Units * Units * sizeof(float)], bias = new byte[Units * sizeof(float)];
        CnnNetwork network = Nets.Of(1, 1, Units, [Nets.Flatten(), .. Enumerable.Repeat(Nets.Dense(Units), Count)]);
        IEnumerable<string> names = Enumerable.Range(0, Count).Select(i => i == 0 ? "dense" : $"dense_{i}");
        SafeTensorsWriter.Entry[] weights =
            [.. names.SelectMany(name => new SafeTensorsWriter.Entry[] { new(name + ".weight", "F32", [Units, Units], shared), new(name + ".bias", "F32", [Units], bias) })];
        using var stream = new MemoryStream();
        string message = Nets.Fails("OnnxTooLarge", () => OnnxExporter.Write(stream, network, weights, [.. Enumerable.Repeat("a", Units)]));
        Assert.Contains("2,147,483,647", message);
        Assert.Equal(0, stream.Length);
    }

    public static TheoryData<string> CaseNames => [.. ExportCases.All.Keys];

    private static void Refuses(string expected, Action<List<SafeTensorsWriter.Entry>> spoil)
    {
        List<SafeTensorsWriter.Entry> weights = ExportCases.Weights(s_small, 1);
        spoil(weights);
        using var stream = new MemoryStream();
        string message = Nets.Fails("ModelWeightsInvalid", () => OnnxExporter.Write(stream, s_small, weights, ["a", "b"]));
        Assert.Contains(expected, message);
        Assert.Equal(0, stream.Length);
    }

    private static void Change(List<SafeTensorsWriter.Entry> weights, string name, Func<SafeTensorsWriter.Entry, SafeTensorsWriter.Entry> change)
    {
        int index = weights.FindIndex(weight => weight.Name == name);
        weights[index] = change(weights[index]);
    }

    private static byte[] Export(CnnNetwork network) => Export(network, ExportCases.Weights(network, 1));

    private static byte[] Export(CnnNetwork network, IReadOnlyList<SafeTensorsWriter.Entry> weights)
    {
        using var stream = new MemoryStream();
        OnnxExporter.Write(stream, network, weights, ExportCases.ClassNames(network));
        return stream.ToArray();
    }

    /// <summary>Name and shape of an input or output, which must be of 32-bit floats.</summary>
    private static (string Name, string Shape) Value(OnnxFile value)
    {
        OnnxFile tensor = value.Message(2).Message(1);
        Assert.Equal(1, tensor.Number(1));
        IEnumerable<string> axes = tensor.Message(2).Messages(1).Select(axis => axis.Fields.Single() == 2 ? axis.Text(2) : $"{axis.Number(1)}");
        return (value.Text(1), string.Join(" x ", axes));
    }

    /// <summary>A node's attributes that are whole numbers, whose stated type must fit.</summary>
    private static Dictionary<string, long[]> Integers(OnnxFile node) => node.Messages(5).ToDictionary(
        attribute => attribute.Text(1),
        attribute => attribute.Number(20) switch { 2 => new[] { attribute.Number(3) }, 7 => [.. attribute.Numbers(8)], var type => throw new InvalidDataException($"Type {type}.") });
}
