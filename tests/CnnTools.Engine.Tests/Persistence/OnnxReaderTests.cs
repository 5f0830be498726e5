using System.Runtime.InteropServices;
using CnnTools.Core.Export;
using CnnTools.Core.Files;
using CnnTools.Core.ModelFiles;
using CnnTools.Engine.Tests.Datasets;
using CnnTools.Engine.Tests.Export;
using CnnTools.Engine.Tests.Models;

namespace CnnTools.Engine.Tests.Persistence;

/// <summary>Weights of ONNX files, ours and others', and files that are none.</summary>
public sealed class OnnxReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Blocks")]
    [InlineData("Depthwise")]
    [InlineData("Edges")]
    public void What_was_exported_is_imported_again(string name)
    {
        CnnNetwork network = ExportCases.All[name];
        List<SafeTensorsWriter.Entry> weights = ExportCases.Weights(network, seed: 3);
        string[] classes = ExportCases.ClassNames(network);
        string onnx = _folder.Combine("m.onnx"), output = _folder.Combine("m.safetensors");
        OnnxExporter.Save(onnx, network, weights, classes);
        ModelImporter.Import(new CnnImportOptions { Path = onnx, Network = network, Class = classes, OutputPath = output });
        Dictionary<string, byte[]> imported = SafeTensorsReader.Read(output).Tensors.ToDictionary(static tensor => tensor.Name, static tensor => tensor.Bytes);
        SafeTensorsWriter.Entry[] expected = [.. weights.Where(static tensor => !WeightCheck.IsBatchCounter(tensor.Name))];
        Assert.Equal(expected.Select(static tensor => tensor.Name).Order(StringComparer.Ordinal), imported.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, tensor => Assert.Equal(tensor.Bytes, imported[tensor.Name]));
    }

    // CNTK writes values as a list of floats, others as bytes; lists of numbers may be packed or not.
    [Fact]
    public void Every_form_of_values_and_shapes_is_read()
    {
        float[] values = [1, -2.5f, 3e-20f, 4, 5, 6];
        byte[] bytes = MemoryMarshal.AsBytes<float>(values).ToArray();
        ProtoMessage plain = Tensor("a", 2, 3).Bytes(9, bytes), packed = Tensor("b", 2, 3).Bytes(4, bytes), unpacked = Tensor("c", 2, 3);
        foreach (float value in values) unpacked.Float(4, value);
        ProtoMessage shape = new ProtoMessage().Bytes(1, new byte[] { 2, 3 }).Number(2, 1).Text(8, "d").Bytes(9, bytes);
        ProtoMessage integers = new ProtoMessage().Number(1, 1).Number(2, 7).Text(8, "e").Bytes(9, new byte[8]);
        OnnxContent content = OnnxReader.Read(File(plain, packed, unpacked, shape, integers), "test");
        Assert.Equal(["a", "b", "c", "d"], content.Initializers.Keys.Order(StringComparer.Ordinal));
        Assert.All(content.Initializers.Values, tensor =>
        {
            Assert.Equal([2L, 3L], tensor.Shape);
            Assert.Equal(bytes, tensor.Bytes);
        });
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused_or_read_and_nothing_else()
    {
        using var stream = new MemoryStream();
        CnnNetwork network = Nets.Of(4, 4, 1, Nets.Conv(2, 3), Nets.Plain(CnnLayerKind.BatchNorm2d), Nets.Flatten(), Nets.Dense(2));
        OnnxExporter.Write(stream, network, ExportCases.Weights(network, 1), ["a", "b"]);
        byte[] file = stream.ToArray();
        Assert.Equal(8, OnnxReader.Read(file, "whole").Weights.Count);
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                OnnxReader.Read(file.AsSpan(0, length), "cut");
            }
            catch (CnnException error)
            {
                Assert.Equal("WeightsFormatUnknown", error.ErrorId);
                refused++;
            }
        }

        Assert.True(refused > file.Length / 2);
    }

    public static TheoryData<string, byte[]> Bad => new()
    {
        { "it has no graph", [] },
        { "it ends in the middle of a number", [0x3A, 0x80] },
        { "a number is longer than ten bytes", [0x3A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01] },
        { "a field of 2,147,483,647 bytes reaches past the end", [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01] },
        { "a field is encoded in the unknown way 3", [0x3B] },
        { "a field has an impossible number", [0x00] },
        { "it has two graphs", [0x3A, 0, 0x3A, 0] },
        { "tensor 'a': expected 24 bytes for its shape [2, 3]; found 20", File(Tensor("a", 2, 3).Bytes(9, new byte[20])) },
        { "tensor 'a' has the impossible shape [-1]", File(Tensor("a", -1).Bytes(9, new byte[4])) },
        { "tensor 'a' has the impossible shape [4294967296, 4294967296]", File(Tensor("a", 1L << 32, 1L << 32).Bytes(9, new byte[4])) },
        { "has more than 8 dimensions", File(Tensor("a", [.. Enumerable.Repeat(1L, 9)]).Bytes(9, new byte[4])) },
        { "tensor 'a' occurs twice", File(Tensor("a", 1).Bytes(9, new byte[4]), Tensor("a", 1).Bytes(9, new byte[4])) },
        { "tensor 'a' states its values twice", File(Tensor("a", 1).Bytes(9, new byte[4]).Float(4, 1)) },
        { "the values of tensor 'a' lie in another file", File(Tensor("a", 1).Number(14, 1)) },
        { "a name of 5,000 bytes", File(Tensor(new string('x', 5000), 1)) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_no_sound_file_is_refused_with_its_reason(string expected, byte[] file) =>
        Assert.Contains(expected, Nets.Fails("WeightsFormatUnknown", () => OnnxReader.Read(file, "test")), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("none.onnx", Nets.Fails("ModelNotFound", () => OnnxReader.Read(_folder.Combine("none.onnx"))), StringComparison.Ordinal);

    private static ProtoMessage Tensor(string name, params long[] shape) => new ProtoMessage().Numbers(1, shape).Number(2, 1).Text(8, name);

    private static byte[] File(params ProtoMessage[] tensors)
    {
        using var stream = new MemoryStream();
        new ProtoMessage().Message(7, new ProtoMessage().Messages(5, tensors)).WriteTo(stream);
        return stream.ToArray();
    }
}
