using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace CnnTools.Build;

/// <summary>A downloaded dataset, as the worker finds it by name: where its files lie in the cache. A test compares this with the engine's catalog.</summary>
internal sealed class CachedDataset
{
    /// <summary>The environment variable that moves the cache.</summary>
    public const string CacheVariable = "CNNTOOLS_DATASETS";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<CachedDataset> All =
    [
        new("Mnist", "mnist"), new("FashionMnist", "fashion-mnist"), new("Kmnist", "kmnist"),
        new("Cifar10", "cifar-10-batches-bin", "cifar-10-binary.tar.gz"), new("Cifar100", "cifar-100-binary", "cifar-100-binary.tar.gz"),
    ];

    /// <summary>Names of datasets that are made in memory: they win over folders of that name as the others do.</summary>
    public static readonly IReadOnlyList<string> Generated = ["Shapes"];

    private CachedDataset(string name, string folder, string? archive = null) => (Name, Folder, Archive) = (name, folder, archive);

    /// <summary>The name that users write.</summary>
    public string Name { get; }

    /// <summary>Its folder within the cache.</summary>
    public string Folder { get; }

    /// <summary>The archive in the cache's root that is read where the folder is not there; null where there is none.</summary>
    public string? Archive { get; }

    /// <summary>The dataset of a name, read as the worker reads it: without regard to case, hyphens and underscores.</summary>
    /// <returns>Null where it is a path, made in memory, or unknown.</returns>
    public static CachedDataset? Find(string name) => All.FirstOrDefault(dataset => IsName(name, dataset.Name));

    /// <summary>Whether a name is that of a dataset made in memory, whose content is the worker's.</summary>
    public static bool IsGenerated(string name) => Generated.Any(generated => IsName(name, generated));

    /// <summary>The cache where nobody names another.</summary>
    public static string DefaultCache() => Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "cnntools", "datasets");

    /// <summary>Full paths of the files that it may be read from, without those of a download under way.</summary>
    /// <param name="cache">The cache's folder.</param>
    public IEnumerable<string> Files(string cache)
    {
        string folder = Path.Combine(cache, Folder);
        IEnumerable<string> files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(IsContent) : [];
        return Archive is not null && Path.Combine(cache, Archive) is var archive && File.Exists(archive) ? files.Append(archive) : files;
    }

    // A download leaves NAME.part and NAME.part.json; verified.json is the cache's own note, and says when a file was written.
    private static bool IsContent(string path) => Path.GetExtension(path) is not (".part" or ".json" or ".tmp");

    private static bool IsName(string given, string name) => string.Equals(given.Replace("-", "").Replace("_", ""), name, StringComparison.OrdinalIgnoreCase);
}
