namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>
/// CIFAR's binary format: records of one (CIFAR-10) or two (CIFAR-100: coarse, fine) label bytes and 3,072 bytes of pixels, the red, green and blue planes row
/// by row.
/// No header, no separator. Described on the publisher's page (Krizhevsky: "The CIFAR-10 dataset").
/// </summary>
internal static class CifarReader
{
    // Records read at a time: large enough to be fast, small enough to stay in the processor's cache.
    private const int RecordsPerRead = 64;

    /// <summary>Reads one file's records.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="dataset">Shape and labels.</param>
    /// <param name="pixels">Where the pixels go: a whole number of images, which is also the number of records expected.</param>
    /// <param name="labels">Where the labels go, one an image.</param>
    public static void Read(Stream stream, string file, CifarDataset dataset, Span<byte> pixels, Span<int> labels)
    {
        int record = dataset.RecordBytes, image = record - dataset.LabelBytes, classes = dataset.ClassNames.Count;
        var reader = new ExactReader(stream, file);
        byte[] buffer = new byte[RecordsPerRead * record];
        for (int done = 0; done < labels.Length;)
        {
            int take = Math.Min(RecordsPerRead, labels.Length - done);
            long start = reader.Offset;
            reader.Fill(buffer.AsSpan(0, take * record), $"records of {record:N0} bytes");
            for (int i = 0; i < take; i++, done++)
            {
                int label = buffer[i * record + dataset.LabelIndex];
                if (label >= classes)
                    throw DatasetErrors.Invalid(
                        $"{file}: expected a label in [0, {classes}) at offset {start + (long)i * record + dataset.LabelIndex} (record {done}); found {label}.", file);
                labels[done] = label;
                buffer.AsSpan(i * record + dataset.LabelBytes, image).CopyTo(pixels[(done * image)..]);
            }
        }
        reader.ExpectEnd();
    }

    /// <summary>Checks a list of class names, one a line with empty lines ignored, against those expected.</summary>
    public static void CheckNames(IEnumerable<string> lines, string file, IReadOnlyList<string> expected)
    {
        string[] found = [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0)];
        for (int i = 0; i < Math.Max(found.Length, expected.Count); i++)
        {
            string? actual = i < found.Length ? found[i] : null, should = i < expected.Count ? expected[i] : null;
            if (actual != should)
                throw DatasetErrors.Invalid($"{file}: expected {(should is null ? "no further class name" : $"the class name '{should}'")} for label {i}; found {(actual is null ? "none" : $"'{actual}'")}.", file);
        }
    }
}
