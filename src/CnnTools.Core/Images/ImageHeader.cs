using System.Buffers.Binary;

namespace CnnTools.Core.Images;

/// <summary>
/// Reads the size of an image from its first bytes, without decoding it: to describe a folder quickly, and to refuse an image that would fill the memory. SKCodec is no substitute: it needs
/// the whole header, in a JPEG all segments before the first scan.
/// </summary>
public static class ImageHeader
{
    /// <summary>Reads the size of a PNG or JPEG.</summary>
    /// <param name="encoded">The beginning of the file, or all of it.</param>
    /// <param name="width">Width in pixels as stored.</param>
    /// <param name="height">Height in pixels as stored.</param>
    /// <returns>False if the bytes are neither, or end before the size.</returns>
    public static bool TryReadSize(ReadOnlySpan<byte> encoded, out int width, out int height) =>
        TryReadPng(encoded, out width, out height) || TryReadJpeg(encoded, out width, out height);

    /// <summary>PNG: the signature, then the chunk IHDR, which starts with width and height (PNG specification, 11.2.2).</summary>
    private static bool TryReadPng(ReadOnlySpan<byte> encoded, out int width, out int height)
    {
        (width, height) = (0, 0);
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        if (encoded.Length < 24 || !encoded.StartsWith(signature) || !encoded[12..16].SequenceEqual("IHDR"u8)) return false;
        width = BinaryPrimitives.ReadInt32BigEndian(encoded[16..]);
        height = BinaryPrimitives.ReadInt32BigEndian(encoded[20..]);
        return width > 0 && height > 0;
    }

    /// <summary>JPEG: segments, each a marker and a length, up to the start of frame (ITU-T T.81, B.2.2).</summary>
    private static bool TryReadJpeg(ReadOnlySpan<byte> encoded, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (encoded.Length < 4 || encoded[0] != 0xFF || encoded[1] != 0xD8) return false;
        int position = 2;
        while (position + 9 <= encoded.Length)
        {
            if (encoded[position] != 0xFF) return false;
            byte marker = encoded[position + 1];
            if (marker == 0xFF) // Fill byte.
            {
                position++;
                continue;
            }
            // C4, C8 and CC are tables and extensions; the other codes from C0 to CF start a frame: precision, height, width.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                height = BinaryPrimitives.ReadUInt16BigEndian(encoded[(position + 5)..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(encoded[(position + 7)..]);
                return width > 0 && height > 0;
            }
            position += 2 + BinaryPrimitives.ReadUInt16BigEndian(encoded[(position + 2)..]);
        }
        return false;
    }
}
