using System.Text;

namespace CnnTools.Core.Datasets.Files;

/// <summary>The words that people call the parts of a dataset by, as names of folders and in the column <c>split</c>.</summary>
internal static class SplitName
{
    /// <summary>The split a word stands for, without regard to case, hyphens, underscores and spaces; null if it is none.</summary>
    public static CnnSplit? Parse(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (char letter in word.Where(static letter => letter is not ('-' or '_' or ' '))) plain.Append(char.ToLowerInvariant(letter));
        string text = plain.ToString();
        // seg_train, train_set, training_images, test_data: prefixes and suffixes of well-known datasets.
        if (text.StartsWith("seg", StringComparison.Ordinal)) text = text[3..];
        foreach (string suffix in (string[])["set", "data", "images", "split"])
            if (text.EndsWith(suffix, StringComparison.Ordinal) && text.Length > suffix.Length) text = text[..^suffix.Length];
        return text switch
        {
            "train" or "training" => CnnSplit.Train,
            "test" or "tests" or "testing" => CnnSplit.Test,
            "val" or "valid" or "validation" or "validate" => CnnSplit.Validation,
            _ => null,
        };
    }

    /// <summary>The words in messages.</summary>
    public const string Words = "train (or training), val (or valid, validation) and test (or testing)";
}
