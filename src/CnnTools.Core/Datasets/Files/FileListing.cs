namespace CnnTools.Core.Datasets.Files;

/// <summary>One image of a folder or manifest.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Label">Its label.</param>
internal readonly record struct LabeledImage(string Path, int Label);

/// <summary>What a folder or a manifest holds; nothing is decoded yet.</summary>
/// <param name="Name">The last part of the path.</param>
/// <param name="Path">Full path of the folder or the manifest.</param>
/// <param name="ClassNames">Class names in label order, in Unicode's composed form.</param>
/// <param name="Images">The images of each split that exists.</param>
/// <param name="Warnings">What a user should know: files that are not used, classes that a split lacks.</param>
internal sealed record FileListing(string Name, string Path, IReadOnlyList<string> ClassNames, IReadOnlyDictionary<CnnSplit, IReadOnlyList<LabeledImage>> Images, IReadOnlyList<string> Warnings)
{
    /// <summary>Names that are equal to a reader are equal here: composed and decomposed Unicode (macOS writes the latter) name the same class.</summary>
    public static string ClassName(string written) => Text.ComposedText.Of(written);

    /// <summary>The classes without an image in a split, as a warning; null if there is none.</summary>
    public static string? MissingClasses(string where, CnnSplit split, IReadOnlyList<string> classNames, IEnumerable<LabeledImage> images)
    {
        var present = images.Select(static image => image.Label).ToHashSet();
        string[] missing = [.. classNames.Where((_, label) => !present.Contains(label))];
        return missing.Length == 0 ? null : Invariant(
            $"{where}: the {split.ToString().ToLowerInvariant()} split has no image of {missing.Length} of {classNames.Count} classes ({string.Join(", ", missing.Take(10))}{(missing.Length > 10 ? ", ..." : "")}). Its figures say nothing about them. Add images of these classes.");
    }
}
