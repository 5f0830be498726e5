using System.Buffers.Binary;

namespace CnnTools.Core.Images;

/// <summary>Checks WebP, GIF and BMP files before they are decoded: that they are complete, and that a file can hold the pixels that it claims.</summary>
internal static class ContainerStructure
{
    // A code of GIF's compression has at least 3 bits and stands for at most 4,096 pixels; after the table is full, 12 bits.
    private const int GifPixelsPerByte = 4096;

    // A run of a compressed BMP is two bytes for at most 255 pixels; files that skip over pixels are unusual.
    private const int BmpPixelsPerByte = 512;

    /// <summary>Whether the file starts as a WebP, GIF or BMP does.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> file) => IsWebP(file) || IsGif(file) || IsBmp(file);

    /// <summary>Checks the file's length against what its header claims. WebP's lossless compression has no limit; <see cref="ImageDecoder.MaximumPixels"/> is
    /// its bound.</summary>
    /// <exception cref="CnnException">The file is incomplete or claims too much: id <c>ImageDecodeFailed</c>.</exception>
    public static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> file)
    {
        if (IsWebP(file))
        {
            // RIFF: the length of all that follows it.
            if (BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L > file.Length) throw ImageDecoder.Failed("The WebP data is damaged or truncated: it is shorter than its header says.");
            return file;
        }

        (string format, long width, long height, int ratio) = IsGif(file)
            ? ("GIF", BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]), GifPixelsPerByte)
            : ("BMP", Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[18..])), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])), BmpPixelsPerByte);
        // The first BMPs, of OS/2, have sizes of two bytes.
        if (format == "BMP" && BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) == 12)
            (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..]));
        if (ImageDecoder.TooLarge(width, height) is { } tooLarge) throw tooLarge;
        if (width * height / ratio > file.Length) throw ImageDecoder.Failed($"The {format} data is damaged or truncated: it has too few bytes for its size in pixels.");
        return file;
    }

    private static bool IsWebP(ReadOnlySpan<byte> file) => file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8);

    private static bool IsGif(ReadOnlySpan<byte> file) => file.Length >= 13 && (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8));

    private static bool IsBmp(ReadOnlySpan<byte> file) => file.Length >= 26 && file.StartsWith("BM"u8);
}
