namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>The check that catches shuffled, doubled or mixed-up files whose every record looks right: published sets have equally many images a
/// class.</summary>
internal static class ClassBalance
{
    /// <summary>Images of each class.</summary>
    public static int[] Count(IReadOnlyList<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels) counts[label]++;
        return counts;
    }

    /// <summary>Checks that every class has the same number of images.</summary>
    /// <exception cref="CnnException"><c>DatasetInvalid</c>, naming the classes that do not.</exception>
    public static void Check(BuiltInDataset dataset, CnnSplit split, IReadOnlyList<int> labels, string path)
    {
        if (!dataset.Balanced) return;
        int[] counts = Count(labels, dataset.ClassNames.Count);
        int expected = labels.Count / counts.Length;
        string[] wrong = [.. counts.Select((count, label) => (count, label)).Where(c => c.count != expected).Select(c => $"{dataset.ClassNames[c.label]} {c.count:N0}")];
        if (wrong.Length > 0)
            throw DatasetErrors.Invalid(
                $"{dataset.Name} {split} in {path}: expected {expected:N0} images of every class; found {string.Join(", ", wrong.Take(10))}"
                + $"{(wrong.Length > 10 ? $" and {wrong.Length - 10} more" : "")}. Files of different sets or copies of one file seem to be mixed.", path);
    }
}
