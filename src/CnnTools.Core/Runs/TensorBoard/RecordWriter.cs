using System.Buffers.Binary;

namespace CnnTools.Core.Runs.TensorBoard;

/// <summary>
/// Frames records as TensorFlow's TFRecord files do: length, masked CRC of the length, content, masked CRC of the content. A record that a kill cut short fails
/// its check, and
/// readers stop before it; all earlier ones are whole.
/// Source: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details.
/// </summary>
internal static class RecordWriter
{
    /// <summary>Writes one record in one call, and to the disk.</summary>
    public static void Write(FileStream file, ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[16 + content.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        content.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + content.Length), MaskedCrc(content));
        file.Write(record);
        file.Flush(flushToDisk: true);
    }

    /// <summary>CRC-32C (Castagnoli), rotated and offset, so that the CRC of data that holds CRCs is not weak.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C(data);
        unchecked
        {
            return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
        }
    }

    /// <summary>CRC-32C: polynomial 0x1EDC6F41, reflected (RFC 3720, appendix B.4).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data) crc = System.Numerics.BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
