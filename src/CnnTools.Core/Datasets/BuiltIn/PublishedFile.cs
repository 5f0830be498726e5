using System.Security.Cryptography;

namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>One file as its publisher distributes it.</summary>
/// <param name="Name">The file's name, in the cache as on the mirrors.</param>
/// <param name="Bytes">Its exact size.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
internal sealed record PublishedFile(string Name, long Bytes, string Sha256)
{
    /// <summary>Whether a file on disk is this one, bit for bit. A file of another size is not read.</summary>
    public bool Matches(string path)
    {
        var info = new FileInfo(path);
        return info.Exists && info.Length == Bytes && HashOf(path) == Sha256;
    }

    /// <summary>The SHA-256 of a file in lower-case hexadecimal.</summary>
    public static string HashOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
