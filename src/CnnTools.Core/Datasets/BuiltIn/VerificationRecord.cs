using System.Text.Json;

namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>
/// What is known about files whose published hash is that of the archive they came in: written once, beside them, when they are unpacked from an archive that
/// matched.
/// A file that still has its recorded size and time is taken as unchanged; one whose time differs is hashed again.
/// </summary>
/// <param name="Archive">Name of the archive.</param>
/// <param name="ArchiveSha256">The archive's SHA-256 in lower-case hexadecimal.</param>
/// <param name="Files">The files unpacked.</param>
internal sealed record VerificationRecord(string Archive, string ArchiveSha256, IReadOnlyList<VerifiedFile> Files)
{
    /// <summary>Name of the record's file.</summary>
    public const string FileName = "verified.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the record into a folder.</summary>
    public void Write(string folder)
    {
        string path = Path.Combine(folder, FileName), part = path + ".part";
        using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this, Format);
            stream.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
    }

    /// <summary>Whether a folder's files are those of an archive, by its record.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="archive">The archive as published.</param>
    /// <param name="names">The files that matter.</param>
    /// <returns>False also where there is no record or it cannot be read: then nothing is known.</returns>
    public static bool Holds(string folder, PublishedFile archive, IEnumerable<string> names)
    {
        VerificationRecord? record;
        try
        {
            using var stream = File.OpenRead(Path.Combine(folder, FileName));
            record = JsonSerializer.Deserialize<VerificationRecord>(stream, Format);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return false;
        }
        return record is { Files: not null } && record.ArchiveSha256 == archive.Sha256
            && names.All(name => record.Files.FirstOrDefault(file => file?.Name == name)?.IsUnchanged(folder) == true);
    }
}

/// <summary>A file as it was when it was verified.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="Modified">When it was written, in 100 ns since year 1, UTC.</param>
internal sealed record VerifiedFile(string Name, long Bytes, string Sha256, long Modified)
{
    /// <summary>Whether the file is still the same.</summary>
    public bool IsUnchanged(string folder)
    {
        var info = new FileInfo(Path.Combine(folder, Name));
        return info.Exists && info.Length == Bytes && (info.LastWriteTimeUtc.Ticks == Modified || PublishedFile.HashOf(info.FullName) == Sha256);
    }
}
