using System.Buffers.Binary;
using System.Text.Json;

namespace CnnTools.Core.ModelFiles;

/// <summary>
/// Writes the safetensors format: eight bytes with the header's length, the header in JSON (name, type, shape and place of each tensor, and text metadata),
/// then the tensors' bytes without gaps. Source: the format section of the safetensors project's README.
/// </summary>
internal static class SafeTensorsWriter
{
    /// <summary>One tensor to write.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">The format's name of the element type: <c>F32</c>, <c>I64</c>, …</param>
    /// <param name="Shape">Its shape.</param>
    /// <param name="Bytes">Its elements, little-endian, last index fastest.</param>
    public sealed record Entry(string Name, string Type, long[] Shape, byte[] Bytes);

    /// <summary>Writes tensors and metadata.</summary>
    public static void Write(Stream stream, IReadOnlyList<Entry> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (Entry tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type);
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.LongLength);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Spaces bring the tensors to a multiple of eight bytes, so that readers can map them.
        while (header.Length % 8 != 0) header.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (Entry tensor in tensors) stream.Write(tensor.Bytes);
    }
}
