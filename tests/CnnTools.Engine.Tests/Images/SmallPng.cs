using System.Buffers.Binary;
using System.IO.Compression;
using CnnTools.Engine.Images;

namespace CnnTools.Engine.Tests.Images;

/// <summary>Writes and reads one kind of PNG (8-bit RGB, no row filters), so that tests of folders and manifests need no native decoder.</summary>
internal sealed class SmallPng : IImageDecoder
{
    /// <summary>A picture of one colour.</summary>
    public static byte[] Encode(int width, int height, byte red, byte green, byte blue)
    {
        byte[] rows = new byte[height * (1 + 3 * width)];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            ((byte[])[red, green, blue]).CopyTo(rows, y * (1 + 3 * width) + 1 + 3 * x);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest)) zlib.Write(rows);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, [])];
    }

    public DecodedImage Decode(ReadOnlySpan<byte> encoded, int channels)
    {
        if (!ImageHeader.TryReadSize(encoded, out int width, out int height)) throw new CnnException("ImageDecodeFailed", CnnErrorCategory.InvalidData, "expected a picture");
        int length = BinaryPrimitives.ReadInt32BigEndian(encoded[33..]);
        byte[] rows = new byte[height * (1 + 3 * width)];
        using var zlib = new ZLibStream(new MemoryStream(encoded.Slice(41, length).ToArray()), CompressionMode.Decompress);
        zlib.ReadExactly(rows);
        byte[] pixels = new byte[channels * height * width];
        for (int channel = 0; channel < channels; channel++)
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            pixels[(channel * height + y) * width + x] = rows[y * (1 + 3 * width) + 1 + 3 * x + channel];
        return new DecodedImage(channels, height, width, pixels);
    }

    // Checksums stay zero: neither this decoder nor the code under test reads them.
    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. type, .. content, 0, 0, 0, 0];
    }
}
