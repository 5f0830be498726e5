using Google.Protobuf;

namespace CnnTools.Core.Files;

/// <summary>
/// One message in protobuf's wire format, field by field in the order written. It knows its size before a byte is written, because a message inside another is
/// preceded by its length; bytes are referred to, not copied, so that a model's weights are in memory only once.
/// Source: https://protobuf.dev/programming-guides/encoding/.
/// </summary>
internal sealed class ProtoMessage
{
    /// <summary>Largest message that readers of protobuf accept, in bytes: 2 GiB less one (https://protobuf.dev/programming-guides/proto-limits/).</summary>
    public const long MaximumSize = int.MaxValue;

    private readonly List<Action<CodedOutputStream>> _fields = [];

    /// <summary>Length in bytes; may be above <see cref="MaximumSize"/>, in which case the message cannot be written.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a whole number (int32, int64 or an enum).</summary>
    public ProtoMessage Number(int field, long value) =>
        Add(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value));

    /// <summary>Adds whole numbers one field each, as proto2 writes a repeated field that is not declared packed.</summary>
    public ProtoMessage Numbers(int field, IEnumerable<long> values)
    {
        foreach (long value in values) Number(field, value);
        return this;
    }

    /// <summary>Adds a 32-bit float.</summary>
    public ProtoMessage Float(int field, float value) =>
        Add(field, WireFormat.WireType.Fixed32, sizeof(float), output => output.WriteFloat(value));

    /// <summary>Adds a 64-bit float.</summary>
    public ProtoMessage Double(int field, double value) =>
        Add(field, WireFormat.WireType.Fixed64, sizeof(double), output => output.WriteDouble(value));

    /// <summary>Adds text in UTF-8.</summary>
    public ProtoMessage Text(int field, string value) =>
        Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), output => output.WriteString(value));

    /// <summary>Adds texts, one field each.</summary>
    public ProtoMessage Texts(int field, IEnumerable<string> values)
    {
        foreach (string value in values) Text(field, value);
        return this;
    }

    /// <summary>Adds bytes, which must not change until the message is written.</summary>
    public ProtoMessage Bytes(int field, ReadOnlyMemory<byte> value) =>
        Add(field, WireFormat.WireType.LengthDelimited, WithLength(value.Length), output => output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value)));

    /// <summary>Adds a message, to which nothing may be added afterwards.</summary>
    public ProtoMessage Message(int field, ProtoMessage value) =>
        Add(field, WireFormat.WireType.LengthDelimited, WithLength(value.Size), output =>
        {
            output.WriteLength((int)value.Size);
            value.WriteTo(output);
        });

    /// <summary>Adds messages, one field each.</summary>
    public ProtoMessage Messages(int field, IEnumerable<ProtoMessage> values)
    {
        foreach (ProtoMessage value in values) Message(field, value);
        return this;
    }

    /// <summary>Writes the message; its size must be at most <see cref="MaximumSize"/>.</summary>
    /// <param name="stream">Where to; stays open.</param>
    public void WriteTo(Stream stream)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        WriteTo(output);
        output.Flush();
    }

    private void WriteTo(CodedOutputStream output)
    {
        foreach (Action<CodedOutputStream> write in _fields) write(output);
    }

    private static long WithLength(long size) => CodedOutputStream.ComputeUInt64Size((ulong)size) + size;

    private ProtoMessage Add(int field, WireFormat.WireType type, long valueSize, Action<CodedOutputStream> write)
    {
        Size += CodedOutputStream.ComputeTagSize(field) + valueSize;
        _fields.Add(output =>
        {
            output.WriteTag(field, type);
            write(output);
        });
        return this;
    }
}
