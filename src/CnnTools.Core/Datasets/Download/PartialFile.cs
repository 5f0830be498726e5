using System.Security.Cryptography;
using System.Text.Json;

namespace CnnTools.Core.Datasets.Download;

/// <summary>
/// A download under way: the bytes so far in <c>NAME.part</c>, where they came from in <c>NAME.part.json</c>, and their hash in memory. It survives a cancelled
/// or killed
/// run, so that the next one asks for the rest only.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _target, _path, _originPath;
    private readonly FileStream _stream;
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartialFile(string target)
    {
        (_target, _path, _originPath) = (target, target + ".part", target + ".part.json");
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>The address and version the bytes came from; null where unknown.</summary>
    public Origin? Source { get; private set; }

    /// <summary>Opens what an earlier run left, or an empty file.</summary>
    /// <param name="target">The final path.</param>
    /// <param name="limit">The whole file's size; what is longer cannot be a beginning of it and is dropped.</param>
    public static PartialFile Open(string target, long limit)
    {
        var part = new PartialFile(target);
        try
        {
            if (part._stream.Length > limit)
                part.Restart();
            else
                part.HashExisting();
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Remembers where the coming bytes are from.</summary>
    public void SetSource(Origin origin)
    {
        if (Source == origin) return;
        Source = origin;
        File.WriteAllText(_originPath, JsonSerializer.Serialize(origin));
    }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Drops all bytes.</summary>
    public void Restart()
    {
        _stream.SetLength(0);
        _stream.Position = 0;
        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Length = 0;
        Source = null;
        File.Delete(_originPath);
    }

    /// <summary>The SHA-256 of the bytes so far in lower-case hexadecimal.</summary>
    public string CurrentHash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Gives the whole file its final name.</summary>
    public void Finish()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_path, _target, overwrite: true);
        File.Delete(_originPath);
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (Length == 0) File.Delete(_path); // Nothing worth going on with.
        _hash.Dispose();
    }

    private void HashExisting()
    {
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = _stream.Read(buffer)) > 0; Length += read) _hash.AppendData(buffer.AsSpan(0, read));
        try
        {
            if (Length > 0 && File.Exists(_originPath)) Source = JsonSerializer.Deserialize<Origin>(File.ReadAllText(_originPath));
        }
        catch (JsonException)
        {
            Source = null; // Cut off while it was written: the bytes are still good, the final hash decides.
        }
    }

    /// <summary>Where bytes came from.</summary>
    /// <param name="Address">The mirror's address.</param>
    /// <param name="EntityTag">The server's strong entity tag (RFC 9110, 8.8.3); null where it gave none.</param>
    public sealed record Origin(string Address, string? EntityTag);
}
