namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>
/// MNIST's format: a magic number (two zero bytes, 8 for unsigned bytes, the number of dimensions), each dimension as 32 bits big-endian, then the values.
/// Described on the publisher's page (LeCun, Cortes, Burges: "The MNIST database of handwritten digits").
/// </summary>
internal static class IdxReader
{
    private const uint ImagesMagic = 2051, LabelsMagic = 2049;

    /// <summary>Reads a file of images.</summary>
    /// <param name="stream">The content, decompressed.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="count">Images expected.</param>
    /// <param name="size">Height and width expected.</param>
    /// <returns>The pixels in the order image, row, column.</returns>
    public static byte[] ReadImages(Stream stream, string file, int count, int size)
    {
        var reader = new ExactReader(stream, file);
        ExpectMagic(reader, file, ImagesMagic, "images");
        ExpectDimension(reader, file, "images", count);
        ExpectDimension(reader, file, "rows", size);
        ExpectDimension(reader, file, "columns", size);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(checked(count * size * size));
        reader.Fill(pixels, "pixels");
        reader.ExpectEnd();
        return pixels;
    }

    /// <summary>Reads a file of labels.</summary>
    /// <param name="stream">The content, decompressed.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="count">Labels expected.</param>
    /// <param name="classes">Number of classes; labels lie below it.</param>
    public static int[] ReadLabels(Stream stream, string file, int count, int classes)
    {
        var reader = new ExactReader(stream, file);
        ExpectMagic(reader, file, LabelsMagic, "labels");
        ExpectDimension(reader, file, "labels", count);
        long start = reader.Offset;
        byte[] bytes = new byte[count];
        reader.Fill(bytes, "labels");
        reader.ExpectEnd();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            if (bytes[i] >= classes)
                throw DatasetErrors.Invalid($"{file}: expected a label in [0, {classes}) at offset {start + i}; found {bytes[i]}.", file);
            labels[i] = bytes[i];
        }
        return labels;
    }

    private static void ExpectMagic(ExactReader reader, string file, uint expected, string kind)
    {
        uint found = reader.ReadUInt32BigEndian("the IDX magic number");
        if (found == expected) return;
        string hint = found switch
        {
            ImagesMagic => " That is a file of images.",
            LabelsMagic => " That is a file of labels.",
            _ => " The file is not in IDX format.",
        };
        throw DatasetErrors.Invalid($"{file}: expected the IDX magic number {expected} ({kind}) at offset 0; found {found}.{hint}", file);
    }

    private static void ExpectDimension(ExactReader reader, string file, string what, int expected)
    {
        long offset = reader.Offset;
        uint found = reader.ReadUInt32BigEndian($"the number of {what}");
        if (found != expected)
            throw DatasetErrors.Invalid($"{file}: expected {expected:N0} {what} at offset {offset}; found {found:N0}.", file);
    }
}
