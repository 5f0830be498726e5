using System.IO.Compression;
using System.Security.Cryptography;
using CnnTools.Core.Progress;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>
/// Unpacks libtorch's libraries from their packages. A library that is too large for one package is split: the package <c>…-primary</c> holds its beginning and
/// the SHA-256 of the whole, the packages
/// <c>…-fragment1</c>, <c>…-fragment2</c> and so on hold the rest (dotnet/TorchSharp, pkg/common/RestitchPackage.targets).
/// </summary>
/// <param name="system">The system, as packages name it.</param>
/// <param name="progress">Receives the progress, in bytes.</param>
internal sealed class LibTorchUnpacker(string system, Action<DatasetProgress>? progress)
{
    private const int BufferSize = 1 << 20;
    private const string Primary = "-primary";

    /// <summary>Number of bytes that the libraries take when unpacked.</summary>
    /// <param name="packages">Paths of the packages, by id.</param>
    /// <exception cref="CnnException"><c>RuntimeInvalid</c>: a file is not a package.</exception>
    public long CountBytes(IReadOnlyDictionary<string, string> packages)
    {
        long bytes = 0;
        foreach (string path in packages.Values)
        {
            using ZipArchive zip = Open(path);
            bytes += zip.Entries.Where(entry => NameIn(entry, "runtimes") is not null || NameIn(entry, "fragments") is not null).Sum(static entry => entry.Length);
        }

        return bytes;
    }

    /// <summary>Unpacks.</summary>
    /// <param name="packages">Paths of the packages, by id.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellation">Checked after each megabyte.</param>
    /// <exception cref="CnnException"><c>RuntimeInvalid</c>: a package is damaged or a part is missing.</exception>
    public void Unpack(IReadOnlyDictionary<string, string> packages, string folder, CancellationToken cancellation)
    {
        long total = CountBytes(packages), done = 0;
        var archives = new Dictionary<string, ZipArchive>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach ((string id, string path) in packages) archives[id] = Open(path);
            foreach ((string id, ZipArchive archive) in archives)
            {
                foreach (ZipArchiveEntry entry in archive.Entries)
                {
                    if (IsLicense(entry)) entry.ExtractToFile(Path.Combine(folder, entry.Name), overwrite: true);
                    if (NameIn(entry, "runtimes") is not { } name || name.EndsWith(".sha", StringComparison.Ordinal) || !LibTorchFiles.IsNeeded(name)) continue;
                    List<ZipArchiveEntry> parts = [entry, .. FindFragments(archives, id, name)];
                    string? expected = ReadHash(archive, name);
                    string found = Write(parts, packages[id], Path.Combine(folder, name), bytes => progress?.Invoke(new DatasetProgress("Unpacking libtorch", name, done += bytes, total)), cancellation);
                    // A library in one piece has no such file.
                    if (expected is not null && !expected.Equals(found, StringComparison.OrdinalIgnoreCase))
                        throw RuntimeErrors.Invalid($"{name}: expected the SHA-256 {expected}; found {found} after joining {parts.Count} parts from {id}. A part is missing or damaged. Install again; use another source if this repeats.", packages[id]);
                }
            }
        }
        catch (InvalidDataException error)
        {
            throw RuntimeErrors.Invalid($"A package of libtorch is damaged: {error.Message} Install again; use another source if this repeats.", folder, error);
        }
        finally
        {
            foreach (ZipArchive archive in archives.Values) archive.Dispose();
        }
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException error)
        {
            throw RuntimeErrors.Invalid($"{path}: expected a NuGet package. {error.Message} Install again; use another source if this repeats.", path, error);
        }
    }

    private IEnumerable<ZipArchiveEntry> FindFragments(Dictionary<string, ZipArchive> archives, string id, string name)
    {
        if (!id.EndsWith(Primary, StringComparison.OrdinalIgnoreCase)) yield break;
        for (int number = 1; ; number++)
        {
            if (!archives.TryGetValue($"{id[..^Primary.Length]}-fragment{number}", out ZipArchive? archive)) yield break;
            if (archive.Entries.FirstOrDefault(entry => NameIn(entry, "fragments") == $"{name}.fragment{number}") is not { } fragment) yield break;
            yield return fragment;
        }
    }

    private string? ReadHash(ZipArchive archive, string name)
    {
        if (archive.Entries.FirstOrDefault(entry => NameIn(entry, "runtimes") == name + ".sha") is not { } entry) return null;
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd().Trim();
    }

    private static string Write(List<ZipArchiveEntry> parts, string package, string target, Action<int> report, CancellationToken cancellation)
    {
        using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        foreach (ZipArchiveEntry part in parts)
        {
            var crc = new Crc32();
            using Stream source = part.Open();
            long bytes = 0;
            for (int length; (length = source.ReadAtLeast(buffer, BufferSize, throwOnEndOfStream: false)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<byte> block = buffer.AsSpan(0, length);
                file.Write(block);
                if (parts.Count > 1) hash.AppendData(block);
                crc.Append(block);
                bytes += length;
                report(length);
            }

            if (bytes != part.Length || crc.Value != part.Crc32) throw new InvalidDataException($"{part.FullName} in {package} does not have the length and checksum that the package records.");
        }

        file.Flush(flushToDisk: true);
        return parts.Count > 1 ? Convert.ToHexStringLower(hash.GetHashAndReset()) : "that of the first part alone";
    }

    // Packages escape names as addresses do. Only a plain file name directly in the folder counts, so that nothing leads elsewhere.
    private string? NameIn(ZipArchiveEntry entry, string root)
    {
        string prefix = $"{root}/{system}/native/";
        if (!entry.FullName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return null;
        string name = Uri.UnescapeDataString(entry.FullName[prefix.Length..]);
        return name.Length > 0 && name.IndexOfAny(['/', '\\', ':']) < 0 && name is not "." and not ".." ? name : null;
    }

    private static bool IsLicense(ZipArchiveEntry entry) => entry.FullName == entry.Name && (entry.Name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || entry.Name.StartsWith("THIRD-PARTY", StringComparison.OrdinalIgnoreCase));
}
