using System.Buffers.Binary;

namespace CnnTools.Core.Images;

/// <summary>Checks the segments of a JPEG file before it is decoded (ITU-T T.81, annex B).</summary>
internal static class JpegStructure
{
    // Each scan of a progressive file covers the whole image and can consist of a few bytes. Encoders write about ten.
    private const int MaximumScans = 200;

    // Huffman codes have at least one bit, and every block of 64 pixels has at least one code. A header that claims more pixels than the file can hold is
    // refused.
    private const int MaximumPixelsPerByte = 8 * 64;

    /// <summary>Whether the file starts as a JPEG does.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    /// <summary>Checks that the file is complete and can hold the pixels that it claims.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="CnnException">It is not: id <c>ImageDecodeFailed</c>.</exception>
    public static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> file)
    {
        int position = 2, scans = 0;
        while (true)
        {
            // Between segments lie the coded pixels, in which 0xFF is followed by a zero or a restart marker.
            int found = position < file.Length ? file[position..].IndexOf((byte)0xFF) : -1;
            if (found < 0) throw Truncated();
            position += found;
            while (position < file.Length && file[position] == 0xFF) position++;
            if (position == file.Length) throw Truncated();
            byte marker = file[position++];
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8)) continue; // No segment follows.
            if (marker == 0xD9) return file;
            if (file.Length - position < 2) throw Truncated();
            ReadOnlySpan<byte> segment = file[position..];
            int length = BinaryPrimitives.ReadUInt16BigEndian(segment);
            if (length < 2 || length > segment.Length) throw Truncated();
            if (marker == 0xDA && ++scans > MaximumScans) throw ImageDecoder.Failed($"The JPEG data has more than {MaximumScans} scans.");
            if (IsFrame(marker)) CheckFrame(marker, segment[..length], file.Length);
            position += length;
        }
    }

    // C4, C8 and CC are tables and extensions; the other codes from C0 to CF start a frame.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static void CheckFrame(byte marker, ReadOnlySpan<byte> segment, int bytes)
    {
        if (marker is not (0xC0 or 0xC1 or 0xC2))
            throw ImageDecoder.Failed($"The JPEG data uses an unsupported coding (frame type 0x{marker:X2}: lossless, hierarchical or arithmetic). Save it as a baseline or progressive JPEG.");
        if (segment.Length < 7) throw Truncated();
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), width = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
        if (ImageDecoder.TooLarge(width, height) is { } tooLarge) throw tooLarge;
        if ((long)width * height / MaximumPixelsPerByte > bytes) throw ImageDecoder.Failed("The JPEG data is damaged or truncated: it has too few bytes for its size in pixels.");
    }

    private static CnnException Truncated() => ImageDecoder.Failed("The JPEG data is damaged or truncated: it ends before its end marker.");
}
