using System.Buffers.Binary;

namespace CnnTools.Core.Datasets.Files;

/// <summary>
/// Divides the images of a folder without splits into training and test, by their content: the first 64 bits of a file's SHA-256, read as a fraction of one,
/// are below the test fraction or not. An image stays
/// on its side whatever other images come or go, whatever it is called and wherever it lies, and exact copies are never on both. Each class is divided by the
/// same rule, so that its share is the fraction
/// up to chance; a class of at least two different images has at least one on each side.
/// </summary>
internal static class ContentSplit
{
    /// <summary>Divides images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="hashes">The SHA-256 of each file.</param>
    /// <param name="fraction">The test fraction, in <c>(0, 1)</c>.</param>
    public static (IReadOnlyList<LabeledImage> Train, IReadOnlyList<LabeledImage> Test) Divide(IReadOnlyList<LabeledImage> images, IReadOnlyList<byte[]> hashes, double fraction)
    {
        double[] places = [.. hashes.Select(Place)];
        var isTest = new bool[images.Count];
        foreach (IGrouping<int, int> members in Enumerable.Range(0, images.Count).GroupBy(i => images[i].Label))
        {
            // With few images chance may leave a side empty: then the ones nearest to it change over.
            double lowest = members.Min(i => places[i]), highest = members.Max(i => places[i]);
            foreach (int i in members) isTest[i] = lowest < highest && (places[i] < fraction || places[i] == lowest) && places[i] < highest;
        }

        return ([.. images.Where((_, i) => !isTest[i])], [.. images.Where((_, i) => isTest[i])]);
    }

    private static double Place(byte[] hash) => (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
}
