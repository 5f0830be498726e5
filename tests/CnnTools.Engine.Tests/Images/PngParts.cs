using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnTools.Engine.Tests.Images;

/// <summary>Makes PNG files that no encoder writes.</summary>
internal static class PngParts
{
    /// <summary>A file of a header, chunks and an end.</summary>
    public static byte[] Png(int width, int height, byte[] chunks, byte depth = 8, byte colorType = 2)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, depth, colorType, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. chunks, .. Chunk("IEND", [])];
    }

    /// <summary>A chunk with its length and checksum.</summary>
    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>Compressed data.</summary>
    public static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.SmallestSize)) stream.Write(data);
        return packed.ToArray();
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
