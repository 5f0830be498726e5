using System.IO.Compression;
using System.Security.Cryptography;
using CnnTools.Engine.Datasets;

namespace CnnTools.Engine.Devices.Runtime;

/// <summary>A zip archive of libtorch: checked against its hash before anything of it is unpacked, and unpacked only below its target.</summary>
internal static class LibTorchArchive
{
    private const int BufferSize = 1 << 20;

    /// <summary>The SHA-256 of a file in lower-case hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Gets how far it is.</param>
    /// <param name="cancellation">Checked before every megabyte.</param>
    public static string Hash(string path, Action<DatasetProgress>? progress, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Pump(stream, hash.AppendData, "Checking the archive", Path.GetFileName(path), stream.Length, progress, cancellation);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Throws where a hash is not the one expected.</summary>
    /// <param name="path">The archive, for the message.</param>
    /// <param name="expected">Hexadecimal digits; null accepts every hash.</param>
    /// <param name="found">The archive's hash.</param>
    /// <exception cref="CnnException"><c>RuntimeChecksumMismatch</c>.</exception>
    public static void Check(string path, string? expected, string found)
    {
        if (expected is not null && !expected.Equals(found, StringComparison.OrdinalIgnoreCase))
            throw RuntimeErrors.ChecksumMismatch($"{path}: expected the SHA-256 {expected.ToLowerInvariant()}; found {found}. It is another file, or was changed on its way. Nothing of it was used.", path);
    }

    /// <summary>Unpacks into a new folder. A name that leads out of it ends the work.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="folder">The folder; created.</param>
    /// <param name="progress">Gets how far it is.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <exception cref="CnnException"><c>RuntimeInvalid</c>: no zip archive, or one with such a name.</exception>
    public static void Unpack(string archive, string folder, Action<DatasetProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(archive);
            string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
            for (int i = 0; i < zip.Entries.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                ZipArchiveEntry entry = zip.Entries[i];
                string target = Path.GetFullPath(Path.Combine(folder, entry.FullName));
                if (!target.StartsWith(root, StringComparison.Ordinal)) throw RuntimeErrors.Invalid($"{archive}: expected names below the archive; found '{entry.FullName}', which leads out of it.", archive);
                progress?.Invoke(new DatasetProgress("Unpacking libtorch", entry.FullName, i, zip.Entries.Count));
                if (entry.FullName.EndsWith('/')) continue;
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                entry.ExtractToFile(target);
            }
        }
        catch (InvalidDataException error)
        {
            throw RuntimeErrors.Invalid($"{archive}: expected a zip archive; {error.Message}", archive);
        }
    }

    private delegate void BlockAction(ReadOnlySpan<byte> block);

    private static void Pump(Stream source, BlockAction take, string activity, string item, long? total, Action<DatasetProgress>? progress, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferSize];
        long done = 0;
        for (int length; (length = source.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            take(buffer.AsSpan(0, length));
            progress?.Invoke(new DatasetProgress(activity, item, done += length, total));
        }
    }
}
