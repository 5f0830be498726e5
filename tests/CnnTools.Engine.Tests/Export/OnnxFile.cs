using Google.Protobuf;

namespace CnnTools.Engine.Tests.Export;

/// <summary>A message of a written file, read back by field number without knowing what fields mean. Field numbers: the ONNX project's
/// <c>onnx/onnx.proto</c>.</summary>
internal sealed class OnnxFile
{
    private readonly List<(int Field, object Value)> _fields = [];

    private OnnxFile(CodedInputStream input)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            object value = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadInt64(),
                WireFormat.WireType.Fixed32 => input.ReadFloat(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                _ => throw new InvalidDataException($"Wire type of tag {tag}."),
            };
            _fields.Add((WireFormat.GetTagFieldNumber(tag), value));
        }
    }

    public static OnnxFile Parse(byte[] bytes)
    {
        using var input = new CodedInputStream(bytes);
        return new OnnxFile(input);
    }

    public IEnumerable<int> Fields => _fields.Select(entry => entry.Field);

    public OnnxFile Message(int field) => Parse(Bytes(field));

    public IReadOnlyList<OnnxFile> Messages(int field) => [.. All<byte[]>(field).Select(Parse)];

    public byte[] Bytes(int field) => Assert.Single(All<byte[]>(field));

    public string Text(int field) => System.Text.Encoding.UTF8.GetString(Bytes(field));

    public IReadOnlyList<string> Texts(int field) => [.. All<byte[]>(field).Select(System.Text.Encoding.UTF8.GetString)];

    public long Number(int field) => Assert.Single(All<long>(field));

    public IReadOnlyList<long> Numbers(int field) => [.. All<long>(field)];

    public float Float(int field) => Assert.Single(All<float>(field));

    private IEnumerable<T> All<T>(int field) => _fields.Where(entry => entry.Field == field).Select(entry => Assert.IsType<T>(entry.Value));
}
