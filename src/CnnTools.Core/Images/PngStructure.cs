using System.Buffers.Binary;

namespace CnnTools.Core.Images;

/// <summary>Checks the chunks of a PNG file before it is decoded (PNG specification, 5.3).</summary>
internal static class PngStructure
{
    private const int FrameLength = 12; // length, type and checksum of a chunk

    // Deflate produces at most 258 bytes from two bits. A header that claims more than the file can hold is refused.
    private const int BestRatio = 1032;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether the file starts as a PNG does.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>Checks that the file is complete and can hold the pixels that it claims.</summary>
    /// <returns>The file without the chunks that do not affect pixels. Texts and profiles are compressed: a small file can fill the memory with them.</returns>
    /// <exception cref="CnnException">It is not: id <c>ImageDecodeFailed</c>.</exception>
    public static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> file)
    {
        int position = Signature.Length, needed = position;
        long data = 0;
        bool ended = false;
        while (!ended)
        {
            if (file.Length - position < FrameLength) throw Truncated();
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            if (file.Length - position - FrameLength < length) throw Truncated();
            ReadOnlySpan<byte> type = file.Slice(position + 4, 4);
            ended = type.SequenceEqual("IEND"u8);
            if (type.SequenceEqual("IDAT"u8)) data += length;
            if (IsCritical(type) && !IsKnown(type)) throw ImageDecoder.Failed("The PNG data has a chunk that is needed to decode it and is not part of the standard.");
            if (IsNeeded(type, length)) needed += FrameLength + (int)length;
            position += FrameLength + (int)length;
        }

        CheckSize(file, data);
        return needed == file.Length ? file : Reduce(file, needed);
    }

    // A lower-case first letter marks a chunk that a decoder may skip.
    private static bool IsCritical(ReadOnlySpan<byte> type) => (type[0] & 0x20) == 0;

    // The transparency of palette entries, or of one color, belongs to the pixels: at most a byte per entry.
    private static bool IsNeeded(ReadOnlySpan<byte> type, uint length) => IsCritical(type) || (type.SequenceEqual("tRNS"u8) && length <= 256);

    private static bool IsKnown(ReadOnlySpan<byte> type) => type.SequenceEqual("IHDR"u8) || type.SequenceEqual("PLTE"u8) || type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8);

    private static byte[] Reduce(ReadOnlySpan<byte> file, int length)
    {
        byte[] reduced = new byte[length];
        Signature.CopyTo(reduced);
        for (int from = Signature.Length, to = from; to < length;)
        {
            uint content = BinaryPrimitives.ReadUInt32BigEndian(file[from..]);
            int size = FrameLength + (int)content;
            if (IsNeeded(file.Slice(from + 4, 4), content))
            {
                file.Slice(from, size).CopyTo(reduced.AsSpan(to));
                to += size;
            }

            from += size;
        }

        return reduced;
    }

    private static void CheckSize(ReadOnlySpan<byte> file, long data)
    {
        // The first chunk is IHDR, which starts with width and height; where it is another, the decoder refuses the file.
        if (file.Length < 26 || !file[12..16].SequenceEqual("IHDR"u8)) return;
        long width = BinaryPrimitives.ReadUInt32BigEndian(file[16..]), height = BinaryPrimitives.ReadUInt32BigEndian(file[20..]);
        if (ImageDecoder.TooLarge(width, height) is { } tooLarge) throw tooLarge;
        int samples = file[25] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 }, bits = file[24] * samples;
        if ((width * bits + 7) / 8 * height / BestRatio > data) throw ImageDecoder.Failed("The PNG data is damaged or truncated: it has too few bytes for its size in pixels.");
    }

    private static CnnException Truncated() => ImageDecoder.Failed("The PNG data is damaged or truncated: a chunk reaches past the end of the file.");
}
