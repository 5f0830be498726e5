using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace CnnTools.Build;

/// <summary>
/// What identifies a dataset's files by their content. Contents are read once and remembered beside sizes and dates in a small file, so that an unchanged dataset costs a look at its
/// directory, and a fresh checkout of the same pictures is the same dataset.
/// </summary>
internal static class DataFingerprint
{
    private static readonly string[] s_endings = [".png", ".jpg", ".jpeg", ".csv"];

    /// <summary>The fingerprint of a dataset.</summary>
    /// <param name="dataset">Its name or path, as the project gives it.</param>
    /// <param name="fullPath">The path in full.</param>
    /// <param name="memory">The file that remembers contents.</param>
    public static string Of(string dataset, string fullPath, string memory)
    {
        // A dataset by name is known by it: its files are checked against published hashes, or made from a seed. Files in the cache without the published hash may change unnoticed: before
        // the first training they may not be there yet, and a fingerprint taken then would train twice.
        string? folder = Directory.Exists(fullPath) ? fullPath : File.Exists(fullPath) ? Path.GetDirectoryName(fullPath) : null;
        if (folder is null) return dataset;
        // A manifest's pictures lie beside or below it, or are named by it: then its own text has to change.
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static file => s_endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
        Dictionary<string, (string Facts, string Hash)> known = Recall(memory);
        var now = new SortedDictionary<string, (string Facts, string Hash)>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            var info = new FileInfo(file);
            string name = file.Substring(folder.Length), facts = FormattableString.Invariant($"{info.Length} {info.LastWriteTimeUtc.Ticks}");
            now[name] = known.TryGetValue(name, out (string Facts, string Hash) former) && former.Facts == facts ? former : (facts, ContentHash.OfFile(file));
        }

        if (!SameAs(known, now)) Remember(memory, now);
        return ContentHash.OfLines(now.Select(static pair => $"{pair.Key} {pair.Value.Hash}"));
    }

    private static Dictionary<string, (string Facts, string Hash)> Recall(string memory)
    {
        var known = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        if (!File.Exists(memory)) return known;
        foreach (string[] parts in File.ReadLines(memory).Select(static line => line.Split(['\t'], 3)).Where(static parts => parts.Length == 3)) known[parts[2]] = (parts[0], parts[1]);
        return known;
    }

    private static bool SameAs(Dictionary<string, (string Facts, string Hash)> known, SortedDictionary<string, (string Facts, string Hash)> now) =>
        known.Count == now.Count && now.All(pair => known.TryGetValue(pair.Key, out (string Facts, string Hash) former) && former == pair.Value);

    private static void Remember(string memory, SortedDictionary<string, (string Facts, string Hash)> now) =>
        WholeFile.Write(memory, now.Select(static pair => string.Join("\t", pair.Value.Facts, pair.Value.Hash, pair.Key)));
}
