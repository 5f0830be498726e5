using System.Security.Cryptography;
using System.Text;
using CnnTools.Core.Datasets.Files;
using CnnTools.Core.Files;
using CnnTools.Core.Images;

namespace CnnTools.Core.Datasets.Prepared;

/// <summary>
/// What is known of the image files of a dataset from earlier runs: the SHA-256 of each, and whether it can be decoded. A file counts as unchanged if its
/// length and its time of change are the same, and it was
/// not changed within two seconds before the index was written. The index is a help only: if it is missing or damaged, files are read again.
/// </summary>
internal sealed class FileIndex
{
    private const int ChunkSize = 256;
    private const uint Magic = 0x31584943; // "CIX1"

    private static readonly TimeSpan s_tooRecent = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Lazy<Dictionary<string, Entry>> _entries;

    /// <summary>An index; nothing is read yet.</summary>
    /// <param name="cacheFolder">The cache.</param>
    /// <param name="dataset">Full path of the dataset.</param>
    public FileIndex(string cacheFolder, string dataset)
    {
        _path = Path.Combine(PreparedCache.FolderIn(cacheFolder), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataset)))[..32] + PreparedCache.IndexExtension);
        _entries = new(Read);
    }

    /// <summary>Height and width of an image as it is viewed; null if it cannot be read.</summary>
    public static (int Height, int Width)? SizeOf(string path)
    {
        try
        {
            return ImageDecoder.ReadSize(ImageFile.Read(path));
        }
        catch (CnnException broken) when (broken.ErrorId is "ImageDecodeFailed" or "ImageNotReadable")
        {
            return null; // The pass over all files reports it.
        }
    }

    /// <summary>The SHA-256 of each file; of one that cannot be read, zeros.</summary>
    /// <param name="files">Full paths.</param>
    /// <param name="report">Is told files done, all files and the file, now and then on the calling thread; may be null.</param>
    /// <param name="cancellation">Checked now and then.</param>
    public IReadOnlyList<byte[]> HashesOf(IEnumerable<string> files, Action<int, int, string>? report, CancellationToken cancellation)
    {
        string[] paths = [.. files];
        byte[][] hashes = new byte[paths.Length][];
        Dictionary<string, Entry> known = _entries.Value;
        for (int start = 0; start < paths.Length; start += ChunkSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = start, end = Math.Min(start + ChunkSize, paths.Length);
            var read = new Entry?[end - first];
            Parallel.For(first, end, i =>
            {
                (long length, long changed) = Stat(paths[i]);
                bool isKnown = known.TryGetValue(paths[i], out Entry? entry) && entry.Length == length && entry.Changed == changed;
                if (!isKnown) read[i - first] = entry = new Entry(length, changed, Hash(paths[i]), FileState.Unchecked, "");
                hashes[i] = entry!.Hash;
            });
            for (int i = 0; i < read.Length; i++)
                if (read[i] is { } entry) known[paths[first + i]] = entry;
            if (Array.Exists(read, static entry => entry is not null)) report?.Invoke(first, paths.Length, paths[first]);
        }

        return hashes;
    }

    /// <summary>Those of the files that an earlier pass could not decode, and why. Only after <see cref="HashesOf"/>, which finds out what has
    /// changed.</summary>
    public IReadOnlyList<(string File, string Message)> KnownBroken(IEnumerable<string> files) =>
        [.. files.Where(file => _entries.Value.GetValueOrDefault(file)?.State == FileState.Broken).Select(file => (file, _entries.Value[file].Message))];

    /// <summary>Those of the images that no earlier pass has decoded.</summary>
    public IReadOnlyList<LabeledImage> Unchecked(IEnumerable<LabeledImage> images) => [.. images.Where(image => _entries.Value.GetValueOrDefault(image.Path) is null or { State: FileState.Unchecked })];

    /// <summary>Keeps what a pass found out. A cache that cannot be written is no error: the next run reads the files again.</summary>
    /// <param name="files">The files of the pass, whose hashes are known.</param>
    /// <param name="broken">Those that cannot be decoded.</param>
    public void Save(IEnumerable<string> files, IReadOnlyDictionary<string, CnnException> broken)
    {
        Dictionary<string, Entry> entries = _entries.Value;
        foreach (string file in files)
        {
            if (!entries.TryGetValue(file, out Entry? entry)) continue;
            entries[file] = broken.TryGetValue(file, out CnnException? failure) ? entry with { State = FileState.Broken, Message = failure.Message } : entry with { State = FileState.Sound };
        }

        try
        {
            AtomicFile.Write(_path, stream => Write(stream, entries));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // As said above.
        }
    }

    private static void Write(Stream stream, Dictionary<string, Entry> entries)
    {
        long tooRecent = (DateTime.UtcNow - s_tooRecent).Ticks;
        KeyValuePair<string, Entry>[] kept = [.. entries.Where(pair => pair.Value.Changed < tooRecent)];
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(PreparedCache.EngineVersion);
        writer.Write(kept.Length);
        foreach ((string path, Entry entry) in kept)
        {
            writer.Write(path);
            writer.Write(entry.Length);
            writer.Write(entry.Changed);
            writer.Write(entry.Hash);
            writer.Write((byte)entry.State);
            writer.Write(entry.Message);
        }
    }

    private Dictionary<string, Entry> Read()
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        try
        {
            using var reader = new BinaryReader(new BufferedStream(File.OpenRead(_path), 1 << 16), Encoding.UTF8);
            // Another version may decode what this one cannot, and the other way round.
            if (reader.ReadUInt32() != Magic || reader.ReadString() != PreparedCache.EngineVersion) return entries;
            for (int count = reader.ReadInt32(); count > 0; count--)
                entries[reader.ReadString()] = new Entry(reader.ReadInt64(), reader.ReadInt64(), reader.ReadBytes(SHA256.HashSizeInBytes), (FileState)reader.ReadByte(), reader.ReadString());
            return entries;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return new(StringComparer.Ordinal);
        }
    }

    private static (long Length, long Changed) Stat(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc.Ticks) : (-1, 0);
    }

    private static byte[] Hash(string path)
    {
        try
        {
            return SHA256.HashData(ImageFile.Read(path));
        }
        catch (CnnException unreadable) when (unreadable.ErrorId is "ImageDecodeFailed" or "ImageNotReadable")
        {
            return new byte[SHA256.HashSizeInBytes]; // Decoding reports it.
        }
    }

    private enum FileState : byte
    {
        Unchecked,
        Sound,
        Broken,
    }

    private sealed record Entry(long Length, long Changed, byte[] Hash, FileState State, string Message);
}
