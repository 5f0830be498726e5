using CnnTools.Core.Files;
using CnnTools.Core.Networks.Layers;

namespace CnnTools.Core.Export;

/// <summary>
/// The messages of an ONNX file that a network needs. Field numbers are those of the ONNX project's <c>onnx/onnx.proto</c>
/// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); what the fields mean is in its <c>docs/IR.md</c>.
/// </summary>
internal static class OnnxMessages
{
    /// <summary>TensorProto.DataType.FLOAT.</summary>
    public const long Float32 = 1;

    /// <summary>TensorProto.DataType.UINT8.</summary>
    public const long UInt8 = 2;

    /// <summary>TensorProto.DataType.INT64.</summary>
    private const long Int64 = 7;

    // AttributeProto.AttributeType: which of the value fields is in use.
    private const long FloatAttribute = 1;
    private const long IntAttribute = 2;
    private const long IntsAttribute = 7;

    /// <summary>ModelProto: ir_version 1, producer_name 2, producer_version 3, graph 7, opset_import 8, metadata_props 14.</summary>
    public static ProtoMessage Model(long irVersion, long opset, string producer, string producerVersion, ProtoMessage graph, IEnumerable<(string Key, string Value)> metadata) =>
        new ProtoMessage()
            .Number(1, irVersion)
            .Text(2, producer)
            .Text(3, producerVersion)
            .Message(7, graph)
            .Message(8, OperatorSet(opset))
            .Messages(14, metadata.Select(entry => new ProtoMessage().Text(1, entry.Key).Text(2, entry.Value)));

    /// <summary>GraphProto: node 1 (in the order of computation), name 2, initializer 5, input 11, output 12.</summary>
    public static ProtoMessage Graph(string name, IEnumerable<ProtoMessage> nodes, IEnumerable<ProtoMessage> initializers, ProtoMessage input, ProtoMessage output) =>
        new ProtoMessage().Messages(1, nodes).Text(2, name).Messages(5, initializers).Message(11, input).Message(12, output);

    /// <summary>NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.</summary>
    public static ProtoMessage Node(string name, string operation, IEnumerable<string> inputs, string output, IEnumerable<ProtoMessage> attributes) =>
        new ProtoMessage().Texts(1, inputs).Text(2, output).Text(3, name).Text(4, operation).Messages(5, attributes);

    /// <summary>AttributeProto: name 1, f 2, i 3, ints 8, type 20.</summary>
    public static ProtoMessage Attribute(OnnxAttribute attribute)
    {
        ProtoMessage message = new ProtoMessage().Text(1, attribute.Name);
        return attribute.Value switch
        {
            long value => message.Number(3, value).Number(20, IntAttribute),
            float value => message.Float(2, value).Number(20, FloatAttribute),
            _ => message.Numbers(8, (long[])attribute.Value).Number(20, IntsAttribute),
        };
    }

    /// <summary>TensorProto of 32-bit floats: dims 1, data_type 2, name 8, raw_data 9.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape; empty for a scalar.</param>
    /// <param name="bytes">Its elements, little-endian, last index fastest.</param>
    public static ProtoMessage Tensor(string name, IEnumerable<long> shape, ReadOnlyMemory<byte> bytes) =>
        new ProtoMessage().Numbers(1, shape).Number(2, Float32).Text(8, name).Bytes(9, bytes);

    /// <summary>TensorProto of 64-bit integers in one row: dims 1, data_type 2, name 8, raw_data 9.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its elements, little-endian.</param>
    public static ProtoMessage Integers(string name, ReadOnlyMemory<byte> bytes) =>
        new ProtoMessage().Numbers(1, [bytes.Length / sizeof(long)]).Number(2, Int64).Text(8, name).Bytes(9, bytes);

    /// <summary>
    /// ValueInfoProto: name 1, type 2, doc_string 3; TypeProto: tensor_type 1; TypeProto.Tensor: elem_type 1, shape 2; TensorShapeProto: dim 1; Dimension:
    /// dim_value 1, dim_param 2.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="batch">Name of the first axis, whose length the caller chooses.</param>
    /// <param name="shape">Lengths of the other axes.</param>
    /// <param name="description">What it holds.</param>
    /// <param name="type">Type of its elements: <see cref="Float32"/> or <see cref="UInt8"/>.</param>
    public static ProtoMessage Value(string name, string batch, IEnumerable<long> shape, string description, long type = Float32)
    {
        ProtoMessage dimensions = new ProtoMessage()
            .Message(1, new ProtoMessage().Text(2, batch))
            .Messages(1, shape.Select(length => new ProtoMessage().Number(1, length)));
        ProtoMessage tensor = new ProtoMessage().Number(1, type).Message(2, dimensions);
        return new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, tensor)).Text(3, description);
    }

    /// <summary>OperatorSetIdProto: domain 1 (empty: ONNX's own operators), version 2.</summary>
    private static ProtoMessage OperatorSet(long version) => new ProtoMessage().Text(1, "").Number(2, version);
}
