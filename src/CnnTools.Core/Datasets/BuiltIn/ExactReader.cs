using System.Buffers.Binary;

namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>
/// Reads a stream whose length is known beforehand, and words what is wrong with it: every error names the file, the offset and the expectation. Never reads
/// more than one
/// byte beyond what was asked for, so a stream that decompresses without end costs nothing.
/// </summary>
internal sealed class ExactReader(Stream stream, string file)
{
    /// <summary>Bytes read so far; in a compressed file, of its content.</summary>
    public long Offset { get; private set; }

    /// <summary>Fills the buffer.</summary>
    /// <param name="buffer">Where to put the bytes.</param>
    /// <param name="what">What they are, for the error.</param>
    /// <exception cref="CnnException"><c>DatasetInvalid</c>: the stream ends before, or is damaged.</exception>
    public void Fill(Span<byte> buffer, string what)
    {
        int read;
        try
        {
            read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException damage)
        {
            throw DatasetErrors.Invalid($"{file}: expected {what} at offset {Offset}; the compressed data is damaged ({damage.Message}). Delete the file and download it again.", file, damage);
        }
        if (read < buffer.Length)
            throw DatasetErrors.Invalid($"{file}: expected {buffer.Length:N0} bytes of {what} at offset {Offset}; the file ends at {Offset + read}. It is truncated: delete it and download it again.", file);
        Offset += read;
    }

    /// <summary>Reads four bytes, most significant first.</summary>
    public uint ReadUInt32BigEndian(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes, what);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Makes sure that nothing follows, and, in a compressed file, that its own checksum holds.</summary>
    public void ExpectEnd()
    {
        int more;
        try
        {
            more = stream.ReadByte();
        }
        catch (InvalidDataException damage)
        {
            throw DatasetErrors.Invalid($"{file}: expected the end at offset {Offset}; the compressed data is damaged ({damage.Message}). Delete the file and download it again.", file, damage);
        }
        if (more >= 0)
            throw DatasetErrors.Invalid($"{file}: expected the end at offset {Offset}; more bytes follow. This is not the published file.", file);
    }
}
