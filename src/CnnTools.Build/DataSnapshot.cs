using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnTools.Core.Images;

namespace CnnTools.Build;

/// <summary>
/// A dataset's files as they were at one moment, known by their contents. Contents are read once and remembered beside sizes and dates in a small file, so that
/// an unchanged dataset costs
/// a look at its directory, and a fresh checkout of the same images is the same dataset.
/// </summary>
internal sealed class DataSnapshot
{
    private readonly string _name;
    private readonly bool _isCached;
    private readonly SortedDictionary<string, (string Facts, string Hash)> _files;

    private DataSnapshot(string name, SortedDictionary<string, (string Facts, string Hash)> files, bool isCached) => (_name, _files, _isCached) = (name, files, isCached);

    /// <summary>What identifies the content: the name of a dataset that has no files, else a hash.</summary>
    public string Fingerprint => _files.Count == 0 ? _name : ContentHash.OfLines(_files.Select(static pair => $"{pair.Key} {pair.Value.Hash}"));

    /// <summary>Looks at a dataset.</summary>
    /// <param name="dataset">Its name or path, as the project gives it.</param>
    /// <param name="fullPath">The path in full.</param>
    /// <param name="cache">The folder of downloaded datasets.</param>
    /// <param name="memory">The file that remembers contents.</param>
    public static DataSnapshot Take(string dataset, string fullPath, string cache, string memory)
    {
        // As the worker looks for it: a name comes before a path.
        if (CachedDataset.Find(dataset) is { } cached) return new DataSnapshot(cached.Name, Read(cache, cached.Files(cache), memory), isCached: true);
        string? folder = CachedDataset.IsGenerated(dataset) ? null : Directory.Exists(fullPath) ? fullPath : File.Exists(fullPath) ? Path.GetDirectoryName(fullPath) : null;
        if (folder is null) return new DataSnapshot(dataset, [], isCached: false);
        // A manifest's images lie beside or below it, or are named by it: then its own text has to change.
        return new DataSnapshot(dataset, Read(folder, Files(new DirectoryInfo(folder), followsLinks: !Directory.Exists(fullPath)), memory), isCached: false);
    }

    /// <summary>
    /// Images and manifests at any depth. In a folder of images the worker does not follow linked folders, and one that leads upward would never end; a manifest may name images behind them.
    /// </summary>
    private static IEnumerable<string> Files(DirectoryInfo folder, bool followsLinks) => folder.EnumerateFiles().Where(static file => IsData(file.Extension)).Select(static file => file.FullName)
        .Concat(folder.EnumerateDirectories().Where(inner => followsLinks || (inner.Attributes & FileAttributes.ReparsePoint) == 0).SelectMany(inner => Files(inner, followsLinks)));

    private static bool IsData(string extension) => ImageExtensions.All.Append(".csv").Contains(extension, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether this is a former look's dataset, perhaps with files that were downloaded since: then what was made meanwhile was made from this. Never so for a
    /// user's own folder, where an
    /// image may have been added too late to be seen.
    /// </summary>
    public bool Completes(DataSnapshot former) => _isCached && former._files.All(pair => _files.TryGetValue(pair.Key, out (string Facts, string Hash) now) && now.Hash == pair.Value.Hash);

    private static SortedDictionary<string, (string Facts, string Hash)> Read(string folder, IEnumerable<string> files, string memory)
    {
        Dictionary<string, (string Facts, string Hash)> known = Recall(memory);
        var now = new SortedDictionary<string, (string Facts, string Hash)>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            var info = new FileInfo(file);
            string relative = file.Substring(folder.Length), facts = FormattableString.Invariant($"{info.Length} {info.LastWriteTimeUtc.Ticks}");
            now[relative] = known.TryGetValue(relative, out (string Facts, string Hash) former) && former.Facts == facts ? former : (facts, ContentHash.OfFile(file));
        }

        if (!SameAs(known, now)) Remember(memory, now);
        return now;
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
