using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CnnTools.Core.ModelFiles;

/// <summary>An operator of an ONNX file.</summary>
/// <param name="Operation">Its type, for instance <c>Conv</c>.</param>
/// <param name="Inputs">Names of its inputs, in order.</param>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs);

/// <summary>What an ONNX file says about weights.</summary>
/// <param name="Nodes">Its operators, in the order of the file.</param>
/// <param name="Initializers">Its tensors of 32-bit floats by name.</param>
internal sealed record OnnxContent(IReadOnlyList<OnnxNode> Nodes, IReadOnlyDictionary<string, SafeTensorsWriter.Entry> Initializers)
{
    private static readonly string[] s_weighted = ["Conv", "Gemm", "BatchNormalization"];
    private static readonly string[] s_parts = ["weight", "bias", "running_mean", "running_var"];

    /// <summary>
    /// The tensors that operators with weights multiply by, add or normalize with, and others that are named as a layer's weights, in the order of their use;
    /// other constants are left out.
    /// </summary>
    public IReadOnlyList<SafeTensorsWriter.Entry> Weights =>
    [
        .. Nodes.SelectMany(static node => node.Inputs.Where((name, index) => (index > 0 && s_weighted.Contains(node.Operation)) || s_parts.Contains(name[(name.LastIndexOf('.') + 1)..])))
            .Distinct(StringComparer.Ordinal).Where(Initializers.ContainsKey).Select(name => Initializers[name]),
    ];
}

/// <summary>
/// Reads operators and weights of an ONNX file, believing nothing: every length is checked against what is left of the message around it before anything is
/// allocated. Nothing is run.
/// Field numbers are those of the ONNX project's <c>onnx/onnx.proto</c>; the encoding is protobuf's (https://protobuf.dev/programming-guides/encoding/).
/// </summary>
internal static class OnnxReader
{
    /// <summary>Largest file that is read: protobuf's own limit.</summary>
    public const long MaximumBytes = int.MaxValue;

    // onnx.proto: ModelProto.graph, GraphProto.node and .initializer, NodeProto.input and .op_type, TensorProto.dims, .data_type, .float_data, .name,
    // .raw_data, .data_location.
    private const int Graph = 7, Node = 1, Initializer = 5, NodeInput = 1, NodeOperation = 4, Dims = 1, DataType = 2, FloatData = 4, TensorName = 8, RawData = 9, DataLocation = 14;
    private const ulong Float32 = 1;
    private const int MaximumText = 4096;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CnnException">There is none (<c>ModelNotFound</c>), or it is no sound ONNX file (<c>WeightsFormatUnknown</c>).</exception>
    public static OnnxContent Read(string path)
    {
        byte[] file;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.Length > MaximumBytes - 64) throw Bad(path, Invariant($"it has {stream.Length:N0} bytes; an ONNX file has less than 2 GiB"));
            file = new byte[stream.Length];
            stream.ReadExactly(file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnException("ModelNotFound", CnnErrorCategory.ObjectNotFound, $"Expected an ONNX file at '{path}'; there is none.", path, missing);
        }

        return Read(file, path);
    }

    /// <summary>Reads a file's content.</summary>
    /// <param name="file">The content.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="CnnException">It is no sound ONNX file: id <c>WeightsFormatUnknown</c>.</exception>
    public static OnnxContent Read(ReadOnlySpan<byte> file, string name)
    {
        var nodes = new List<OnnxNode>();
        var tensors = new Dictionary<string, SafeTensorsWriter.Entry>(StringComparer.Ordinal);
        bool hasGraph = false;
        for (var model = new Fields(file, name); model.Next();)
        {
            if (model.Number != Graph || !model.IsBytes) continue;
            if (hasGraph) throw Bad(name, "it has two graphs");
            hasGraph = true;
            for (var graph = new Fields(model.Bytes, name); graph.Next();)
            {
                if (graph.Number == Node && graph.IsBytes) nodes.Add(ReadNode(graph.Bytes, name));
                else if (graph.Number == Initializer && graph.IsBytes && ReadTensor(graph.Bytes, name) is { } tensor && !tensors.TryAdd(tensor.Name, tensor))
                    throw Bad(name, $"tensor '{tensor.Name}' occurs twice");
            }
        }

        return hasGraph ? new OnnxContent(nodes, tensors) : throw Bad(name, "it has no graph");
    }

    private static OnnxNode ReadNode(ReadOnlySpan<byte> message, string name)
    {
        var inputs = new List<string>();
        string operation = "";
        for (var node = new Fields(message, name); node.Next();)
        {
            if (node.Number == NodeInput && node.IsBytes) inputs.Add(Text(node.Bytes, name));
            else if (node.Number == NodeOperation && node.IsBytes) operation = Text(node.Bytes, name);
        }

        return new OnnxNode(operation, inputs);
    }

    /// <summary>A tensor of 32-bit floats; null for one of another type, which no layer here has.</summary>
    private static SafeTensorsWriter.Entry? ReadTensor(ReadOnlySpan<byte> message, string name)
    {
        var shape = new List<long>();
        var packed = new List<float>();
        ReadOnlySpan<byte> data = default;
        (ulong type, string tensorName) = (0, "");
        for (var tensor = new Fields(message, name); tensor.Next();)
        {
            switch (tensor.Number)
            {
                case Dims when tensor.IsBytes:
                    for (ReadOnlySpan<byte> rest = tensor.Bytes; rest.Length > 0;) shape.Add((long)Fields.ReadNumber(ref rest, name));
                    break;
                case Dims when tensor.IsNumber:
                    shape.Add((long)tensor.Value);
                    break;
                case DataType when tensor.IsNumber:
                    type = tensor.Value;
                    break;
                case FloatData when tensor.IsBytes:
                case RawData when tensor.IsBytes:
                    data = tensor.Bytes;
                    break;
                case FloatData when tensor.IsFloat:
                    packed.Add(BitConverter.UInt32BitsToSingle((uint)tensor.Value));
                    break;
                case TensorName when tensor.IsBytes:
                    tensorName = Text(tensor.Bytes, name);
                    break;
                case DataLocation when tensor.IsNumber && tensor.Value != 0:
                    throw Bad(name, $"the values of tensor '{tensorName}' lie in another file; expected all of them in this one");
            }

            if (shape.Count > SafeTensorsReader.MaximumRank) throw Bad(name, $"tensor '{tensorName}' has more than {SafeTensorsReader.MaximumRank} dimensions");
        }

        if (type != Float32) return null;
        if (packed.Count > 0 && data.Length > 0) throw Bad(name, $"tensor '{tensorName}' states its values twice");
        byte[] bytes = packed.Count > 0 ? MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(packed)).ToArray() : data.ToArray();
        long count = sizeof(float);
        foreach (long side in shape)
        {
            if (side < 0 || side > int.MaxValue || (count *= side) > int.MaxValue) throw Bad(name, $"tensor '{tensorName}' has the impossible shape [{string.Join(", ", shape)}]");
        }

        if (count != bytes.Length) throw Bad(name, Invariant($"tensor '{tensorName}': expected {count:N0} bytes for its shape [{string.Join(", ", shape)}]; found {bytes.Length:N0}"));
        return new SafeTensorsWriter.Entry(tensorName, "F32", [.. shape], bytes);
    }

    private static string Text(ReadOnlySpan<byte> bytes, string name) => bytes.Length <= MaximumText
        ? Encoding.UTF8.GetString(bytes)
        : throw Bad(name, Invariant($"a name of {bytes.Length:N0} bytes; expected at most {MaximumText:N0}"));

    private static CnnException Bad(string name, string detail) => new(
        "WeightsFormatUnknown", CnnErrorCategory.InvalidData, $"'{name}' is no sound ONNX file: {detail}. Export it again, or save the weights as safetensors.", name);

    /// <summary>The fields of a message, one after another.</summary>
    private ref struct Fields(ReadOnlySpan<byte> message, string name)
    {
        private ReadOnlySpan<byte> _rest = message;
        private int _wire;

        /// <summary>The field's number.</summary>
        public int Number { get; private set; }

        /// <summary>Its value if it is a number or a 32-bit float.</summary>
        public ulong Value { get; private set; }

        /// <summary>Its content if it is a text, bytes or a message.</summary>
        public ReadOnlySpan<byte> Bytes { get; private set; }

        public readonly bool IsNumber => _wire == 0;

        public readonly bool IsBytes => _wire == 2;

        public readonly bool IsFloat => _wire == 5;

        /// <summary>Reads the next field; false at the end of the message.</summary>
        public bool Next()
        {
            if (_rest.Length == 0) return false;
            ulong tag = ReadNumber(ref _rest, name);
            if (tag >> 3 is 0 or > (1 << 29) - 1) throw Bad(name, "a field has an impossible number");
            (Number, _wire, Value) = ((int)(tag >> 3), (int)(tag & 7), 0);
            Bytes = default;
            switch (_wire)
            {
                case 0:
                    Value = ReadNumber(ref _rest, name);
                    break;
                case 1:
                    Take(sizeof(ulong));
                    break;
                case 2:
                    ulong length = ReadNumber(ref _rest, name);
                    Bytes = Take(length > int.MaxValue ? int.MaxValue : (int)length);
                    break;
                case 5:
                    Value = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                    break;
                default:
                    throw Bad(name, Invariant($"a field is encoded in the unknown way {_wire}"));
            }

            return true;
        }

        /// <summary>Reads a number of one to ten bytes with seven bits each, lowest first.</summary>
        public static ulong ReadNumber(ref ReadOnlySpan<byte> rest, string name)
        {
            ulong value = 0;
            for (int i = 0; i < 10; i++)
            {
                if (i >= rest.Length) throw Bad(name, "it ends in the middle of a number");
                value |= (ulong)(rest[i] & 0x7F) << (7 * i);
                if (rest[i] >= 0x80) continue;
                rest = rest[(i + 1)..];
                return value;
            }

            throw Bad(name, "a number is longer than ten bytes");
        }

        private ReadOnlySpan<byte> Take(int length)
        {
            if (length > _rest.Length) throw Bad(name, Invariant($"a field of {length:N0} bytes reaches past the end of what it is in"));
            ReadOnlySpan<byte> taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
