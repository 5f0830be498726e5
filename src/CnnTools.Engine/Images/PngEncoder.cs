using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnTools.Engine.Images;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8-bit grey or RGB, no interlacing. Needs nothing but the runtime, so that reports are written wherever .NET runs.</summary>
public static class PngEncoder
{
    private static readonly uint[] s_checksums = Checksums();

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture; 1 channel becomes grey, 3 become RGB.</param>
    /// <exception cref="ArgumentException">It has another number of channels, no pixels, or as many as its size does not say.</exception>
    public static byte[] Encode(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels is not (1 or 3)) throw new ArgumentException($"Expected 1 or 3 channels; found {image.Channels}.", nameof(image));
        if (image.Width < 1 || image.Height < 1 || image.Pixels.LongLength != (long)image.Channels * image.Width * image.Height)
            throw new ArgumentException($"Expected {image.Channels} x {image.Height} x {image.Width} bytes of pixels, at least one; found {image.Pixels.LongLength}.", nameof(image));
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8..].Clear();
        header[8] = 8;
        header[9] = (byte)(image.Channels == 3 ? 2 : 0);
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n\u001a\n"u8]);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(FilteredRows(image)));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Rows with the filter that leaves the smallest sum of differences, which is what compresses best for photographs (the heuristic that the PNG specification names, 12.7).</summary>
    private static byte[] FilteredRows(DecodedImage image)
    {
        int step = image.Channels, length = image.Width * step;
        var rows = new byte[image.Height * (length + 1)];
        var (previous, current, best, candidate) = (new byte[length], new byte[length], new byte[length], new byte[length]);
        for (int y = 0; y < image.Height; y++)
        {
            Interleave(image, y, current);
            byte kind = 0;
            long least = long.MaxValue;
            for (byte filter = 0; filter <= 4; filter++)
            {
                long sum = 0;
                for (int i = 0; i < length; i++)
                {
                    int left = i >= step ? current[i - step] : 0, above = previous[i], corner = i >= step ? previous[i - step] : 0;
                    candidate[i] = (byte)(current[i] - filter switch { 0 => 0, 1 => left, 2 => above, 3 => (left + above) / 2, _ => Paeth(left, above, corner) });
                    sum += Math.Abs((int)(sbyte)candidate[i]);
                }

                if (sum >= least) continue;
                (kind, least) = (filter, sum);
                (best, candidate) = (candidate, best);
            }

            rows[y * (length + 1)] = kind;
            best.CopyTo(rows, y * (length + 1) + 1);
            (previous, current) = (current, previous);
        }

        return rows;
    }

    private static void Interleave(DecodedImage image, int y, byte[] row)
    {
        int plane = image.Width * image.Height;
        for (int x = 0; x < image.Width; x++)
            for (int channel = 0; channel < image.Channels; channel++) row[x * image.Channels + channel] = image.Pixels[channel * plane + y * image.Width + x];
    }

    private static int Paeth(int left, int above, int corner)
    {
        int estimate = left + above - corner;
        int toLeft = Math.Abs(estimate - left), toAbove = Math.Abs(estimate - above), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static byte[] Compress(byte[] rows)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(rows);
        return data.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(Checksum(uint.MaxValue, type), content));
        file.Write(number);
    }

    /// <summary>CRC-32 as the PNG specification defines it (annex D).</summary>
    private static uint Checksum(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) sum = s_checksums[(byte)(sum ^ value)] ^ (sum >> 8);
        return sum;
    }

    private static uint[] Checksums()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint sum = i;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) == 1 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
            table[i] = sum;
        }

        return table;
    }
}
