using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace CnnTools.Core.ModelFiles;

/// <summary>
/// Reads the safetensors format, believing nothing: every length, type, shape and offset is checked against every other before a byte of a tensor is used. Each
/// way
/// of being wrong has its own error id. Source: the format section of the safetensors project's README.
/// </summary>
internal static class SafeTensorsReader
{
    /// <summary>Largest header accepted, in bytes. The format allows 100 MB; the names of a network's tensors, its layers and its history take
    /// kilobytes.</summary>
    public const int MaximumHeader = 8 << 20;

    /// <summary>Most dimensions of a tensor.</summary>
    public const int MaximumRank = 8;

    private static readonly Dictionary<string, int> s_sizes = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["U16"] = 2, ["I16"] = 2, ["F16"] = 2, ["BF16"] = 2, ["U32"] = 4, ["I32"] = 4, ["F32"] = 4, ["U64"] = 8, ["I64"] = 8, ["F64"] = 8,
    };

    /// <summary>Reads and checks a whole file.</summary>
    /// <param name="path">The file; read once, from beginning to end, so that it cannot change under the reader.</param>
    /// <returns>Metadata and tensors.</returns>
    /// <exception cref="CnnException">The file is not there (<c>ModelNotFound</c>) or is not what the format says (ids that begin with
    /// <c>ModelFile</c>).</exception>
    public static SafeTensorsContent Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return Read(stream, stream.Length, path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnException("ModelNotFound", CnnErrorCategory.ObjectNotFound, $"Expected a model file at '{path}'; there is none.", path, missing);
        }
    }

    /// <summary>Reads and checks a file's content.</summary>
    /// <param name="stream">The content, at its beginning.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="name">What errors call it.</param>
    public static SafeTensorsContent Read(Stream stream, long length, string name)
    {
        if (length < 8) throw Bad("ModelFileTooShort", name, $"expected at least 8 bytes; found {length}");
        Span<byte> prefix = stackalloc byte[8];
        Fill(stream, prefix, name);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaximumHeader) throw Bad("ModelFileHeaderTooLarge", name, $"expected a header of at most {MaximumHeader} bytes; the file states {headerLength}, so that it is no safetensors file or a damaged one");
        if ((long)headerLength > length - 8) throw Bad("ModelFileTruncated", name, $"the header of {headerLength} bytes reaches past the end of the file ({length} bytes)");
        var header = new byte[(int)headerLength];
        Fill(stream, header, name);
        (Dictionary<string, string> metadata, List<TensorPlace> places) = ParseHeader(header, name);
        long dataLength = length - 8 - (long)headerLength;
        CheckPlaces(places, dataLength, name);

        var tensors = new List<SafeTensorsWriter.Entry>(places.Count);
        foreach (TensorPlace place in places)
        {
            var bytes = new byte[place.End - place.Begin];
            Fill(stream, bytes, name);
            tensors.Add(new SafeTensorsWriter.Entry(place.Name, place.Type, place.Shape, bytes));
        }

        return new SafeTensorsContent(metadata, tensors);
    }

    private static (Dictionary<string, string> Metadata, List<TensorPlace> Places) ParseHeader(byte[] header, string name)
    {
        if (header.Length == 0 || header[0] != (byte)'{') throw Bad("ModelFileHeaderInvalid", name, "expected a header that begins with '{'");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = new List<TensorPlace>();
        try
        {
            // Strict UTF-8 first: the JSON reader would let a broken sequence in a name pass as a replacement character.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(header);
            using JsonDocument document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals("__metadata__"))
                {
                    foreach (JsonProperty entry in property.Value.EnumerateObject())
                        metadata.Add(entry.Name, entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : throw Bad("ModelFileMetadataInvalid", name, $"metadata '{entry.Name}' is not text"));
                }
                else
                {
                    places.Add(ParsePlace(property, name));
                }
            }
        }
        catch (Exception invalid) when (invalid is JsonException or DecoderFallbackException or InvalidOperationException or ArgumentException)
        {
            throw Bad("ModelFileHeaderInvalid", name, $"the header is not the JSON it should be: {invalid.Message}", invalid);
        }

        return (metadata, places);
    }

    private static TensorPlace ParsePlace(JsonProperty property, string name)
    {
        string tensor = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object || property.Value.EnumerateObject().Count() != 3
            || !property.Value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array
            || !property.Value.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
            throw Bad("ModelFileTensorInvalid", name, $"tensor '{tensor}': expected exactly dtype, shape and data_offsets [begin, end]");
        if (!s_sizes.ContainsKey(type.GetString()!)) throw Bad("ModelFileTensorInvalid", name, $"tensor '{tensor}': type '{type.GetString()}' is not known");
        if (shape.GetArrayLength() > MaximumRank) throw Bad("ModelFileTensorInvalid", name, $"tensor '{tensor}': expected at most {MaximumRank} dimensions; found {shape.GetArrayLength()}");
        long[] sizes = [.. shape.EnumerateArray().Select(size => Number(size, tensor, name))];
        return new TensorPlace(tensor, type.GetString()!, sizes, Number(offsets[0], tensor, name), Number(offsets[1], tensor, name));
    }

    private static long Number(JsonElement element, string tensor, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) && value >= 0
            ? value
            : throw Bad("ModelFileTensorInvalid", name, $"tensor '{tensor}': expected whole numbers of at least 0 in shape and data_offsets; found {element.GetRawText()}");

    /// <summary>The tensors, in order of place, must fill the data from its first byte to its last: no gap, no overlap, no byte left over.</summary>
    private static void CheckPlaces(List<TensorPlace> places, long dataLength, string name)
    {
        places.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long position = 0;
        foreach (TensorPlace place in places)
        {
            long bytes = s_sizes[place.Type];
            try
            {
                foreach (long size in place.Shape) bytes = checked(bytes * size);
            }
            catch (OverflowException overflow)
            {
                throw Bad("ModelFileTensorInvalid", name, $"tensor '{place.Name}': shape [{string.Join(", ", place.Shape)}] is larger than any file", overflow);
            }

            if (place.End > dataLength) throw Bad("ModelFileTruncated", name, $"tensor '{place.Name}' ends at byte {place.End} of the data, which has {dataLength}");
            if (place.End - place.Begin != bytes) throw Bad("ModelFileTensorInvalid", name, $"tensor '{place.Name}': {place.Type} of shape [{string.Join(", ", place.Shape)}] takes {bytes} bytes; its offsets give {place.End - place.Begin}");
            if (place.Begin != position) throw Bad("ModelFileOffsetsInvalid", name, $"tensor '{place.Name}' begins at byte {place.Begin} of the data; expected {position}, where the one before it ends");
            if (bytes > Array.MaxLength) throw Bad("ModelFileTensorInvalid", name, $"tensor '{place.Name}': expected at most {Array.MaxLength} bytes; found {bytes}");
            position = place.End;
        }

        if (position != dataLength) throw Bad("ModelFileOffsetsInvalid", name, $"{dataLength - position} bytes after the last tensor belong to none");
    }

    private static void Fill(Stream stream, Span<byte> bytes, string name)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw Bad("ModelFileTruncated", name, "the file ended while it was read");
    }

    private static CnnException Bad(string id, string name, string detail, Exception? inner = null) =>
        new(id, CnnErrorCategory.InvalidData, $"'{name}' is no sound model file: {detail}. Save or copy the model again.", name, inner);

    private sealed record TensorPlace(string Name, string Type, long[] Shape, long Begin, long End);
}

/// <summary>What a safetensors file holds.</summary>
/// <param name="Metadata">Text by key.</param>
/// <param name="Tensors">The tensors in the order of the file.</param>
internal sealed record SafeTensorsContent(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafeTensorsWriter.Entry> Tensors);
