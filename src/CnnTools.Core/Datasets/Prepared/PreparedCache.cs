using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CnnTools.Core.Datasets.Download;
using CnnTools.Core.Images;

namespace CnnTools.Core.Datasets.Prepared;

/// <summary>
/// Prepared images of datasets, in files that are mapped into memory: a later run with the same files, classes and preparation needs no decoding, and more
/// images can be used than fit into memory. A file's name
/// is a hash of all that its content depends on; it is written whole or not at all, by one process at a time. The folder is bounded: what was used least
/// recently goes first.
/// </summary>
internal sealed class PreparedCache(string cacheFolder, long maximumBytes, Action<string> message)
{
    /// <summary>Id of the error for a cache without room.</summary>
    public const string FullId = "CacheFull";

    /// <summary>Bytes before the first pixel: a page, so that images begin at the beginning of one.</summary>
    public const int HeaderLength = 4096;

    /// <summary>Extension of the files with images.</summary>
    public const string Extension = ".images";

    /// <summary>Extension of the files with what is known of a dataset's files.</summary>
    public const string IndexExtension = ".index";

    /// <summary>The first bytes of a file; the SHA-256 of the content follows.</summary>
    public static ReadOnlySpan<byte> Magic => "CnnImg01"u8;

    /// <summary>The library that decodes.</summary>
    public static string EngineVersion { get; } = typeof(PreparedCache).Assembly.GetName().Version?.ToString() ?? "";

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; } = FolderIn(cacheFolder);

    /// <summary>The folder of prepared images within the cache of datasets.</summary>
    public static string FolderIn(string cacheFolder) => Path.Combine(cacheFolder, "prepared");

    /// <summary>The name of what a split becomes.</summary>
    /// <param name="preparation">How images are prepared.</param>
    /// <param name="classNames">Class names in label order.</param>
    /// <param name="labels">A label per image.</param>
    /// <param name="hashes">The SHA-256 of each file.</param>
    public static string Key(ImagePreparation preparation, IReadOnlyList<string> classNames, int[] labels, IReadOnlyList<byte[]> hashes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Invariant($"{EngineVersion}\n{preparation}\n{preparation.ApplyOrientation}\n{preparation.Background}\n{string.Join('\n', classNames)}\n{labels.Length}\n")));
        hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
        foreach (byte[] each in hashes) hash.AppendData(each);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lets one process, and thread, at a time write a file.</summary>
    public IDisposable Lock(string key, Action waiting, CancellationToken cancellation)
    {
        try
        {
            // Sixteen locks for all files: a lock's own file must stay.
            return DatasetLock.Acquire(Folder, $"prepared-{key[0]}", waiting, cancellation);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw Full(Invariant($"it cannot be written: {unwritable.Message}"), unwritable);
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="length">Bytes of pixels.</param>
    /// <returns>Null if it is not there or not whole.</returns>
    public (Pixels Pixels, string ContentHash)? TryOpen(string key, long length)
    {
        string path = PathOf(key);
        if (!File.Exists(path)) return null;
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            byte[] header = new byte[Magic.Length + SHA256.HashSizeInBytes];
            if (file.Length != HeaderLength + length || file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan().StartsWith(Magic)) return null;
            var pixels = new MappedPixels(file, HeaderLength, length);
            file = null;
            Touch(path);
            return (pixels, Convert.ToHexStringLower(header.AsSpan(Magic.Length)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Begins a file, after removing what was used least recently until it fits.</summary>
    /// <exception cref="CnnException">It does not fit: id <c>CacheFull</c>.</exception>
    public PreparedWriter Create(string key, long length)
    {
        long size = HeaderLength + length;
        if (size > maximumBytes) throw Full(Invariant($"it may hold {maximumBytes:N0} bytes (MaxCacheSize), and these images need {size:N0}"), null);
        DeleteLeftovers();
        FileInfo[] files = Files(Folder);
        long total = files.Sum(static file => file.Length);
        foreach (FileInfo file in files.OrderBy(static file => file.LastWriteTimeUtc))
        {
            if (total + size <= maximumBytes) break;
            long freed = file.Length;
            if (!TryDelete(file)) continue;
            total -= freed;
            message(Invariant($"The cache removed {file.Name[..8]} ({freed:N0} bytes), which was used least recently."));
        }

        return new PreparedWriter(PathOf(key), length, failure => Full(Invariant($"its disk takes no more: {failure.Message}; these images need {size:N0} bytes"), failure));
    }

    /// <summary>The files that hold images.</summary>
    public static FileInfo[] Files(string folder) => Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateFiles("*" + Extension)] : [];

    /// <summary>The files that hold images, and what is known of them. Locks stay.</summary>
    public static FileInfo[] AllFiles(string folder) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles().Where(static file => file.Extension is Extension or IndexExtension || file.Name.EndsWith(Extension + ".tmp", StringComparison.Ordinal))]
        : [];

    /// <summary>Deletes a file; false if it is in use or cannot be deleted.</summary>
    public static bool TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
            return true;
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The error for a file that another process removed as soon as it was written.</summary>
    public static CnnException Vanished(string folder) => new(FullId, CnnErrorCategory.ResourceUnavailable, $"The cache {folder} does not keep what is written to it: another process removes it. Raise MaxCacheSize, or run one training at a time.", folder);

    private CnnException Full(string problem, Exception? cause) => new(FullId, CnnErrorCategory.ResourceUnavailable,
        $"The cache of prepared images, {Folder}, has no room: {problem}. Free space with Clear-CnnCache, raise MaxCacheSize, use a smaller ImageSize, or set CNNTOOLS_DATASETS to a folder on another disk.", Folder, cause);

    private string PathOf(string key) => Path.Combine(Folder, key + Extension);

    /// <summary>What processes that were killed while writing left behind.</summary>
    private void DeleteLeftovers()
    {
        foreach (FileInfo file in new DirectoryInfo(Folder).EnumerateFiles("*.tmp"))
            if (DateTime.UtcNow - file.LastWriteTimeUtc > TimeSpan.FromHours(1)) TryDelete(file);
    }

    private static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
        {
            // A cache that others keep: its owner's order stands.
        }
    }
}
