using CnnTools.Core.Datasets;

namespace CnnTools.PowerShell.Parameters;

/// <summary>The dataset a user chose, as the text the engine takes: a known name, or a path.</summary>
internal static class DatasetChoice
{
    /// <summary>The text for a dataset that is described by a name and a path: a known dataset goes by its name, wherever its files lie.</summary>
    /// <param name="name">Its name; null where there is none.</param>
    /// <param name="path">Its path; null where there is none.</param>
    /// <returns>The name or the path; null where neither can be used.</returns>
    public static string? Of(string? name, string? path) => name is not null && IsKnown(name) ? name : path;

    /// <summary>A text the user typed: a known name as it is, a path made full, anything else as it is, for the engine to refuse with its
    /// suggestions.</summary>
    /// <param name="text">What the user typed.</param>
    /// <param name="resolvePath">Makes a path full in the sense of the session's location.</param>
    public static string Resolve(string text, Func<string, string> resolvePath) => !IsKnown(text) && LooksLikePath(text, resolvePath) ? resolvePath(text) : text;

    /// <summary>Whether a text names a dataset: case, hyphens and underscores do not count, as in the engine (<c>cifar-10</c>).</summary>
    /// <param name="text">What the user typed.</param>
    /// <param name="name">The dataset's name.</param>
    public static bool IsNameOf(string text, string name) =>
        string.Equals(text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), name, StringComparison.OrdinalIgnoreCase);

    private static bool IsKnown(string text) => DatasetStore.Names.Any(name => IsNameOf(text, name));

    private static bool LooksLikePath(string text, Func<string, string> resolvePath) =>
        text.Length > 0
        && (text.AsSpan().IndexOfAny('/', '\\') >= 0 || text[0] is '~' or '.' || text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || Path.Exists(resolvePath(text)));
}
