using System.Formats.Tar;
using System.IO.Compression;

namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>One file expected in an archive.</summary>
/// <param name="Name">Its full name within the archive.</param>
/// <param name="Bytes">Its exact size.</param>
internal sealed record ArchiveMember(string Name, long Bytes);

/// <summary>
/// Hands out the expected members of a <c>.tar.gz</c> as streams. Nothing is ever written under a name that the archive chooses: members that are not expected
/// are passed
/// over, whatever they are called or link to, and what is expected must be there once, as a regular file of the exact size.
/// </summary>
internal static class ArchiveMembers
{
    // Room for headers, read-me and class names beside the expected members; an archive that decompresses to more is not the published one.
    private const long ExtraBytes = 16L << 20;

    // The published archives have 8 and 5 members.
    private const int LargestMemberCount = 100;

    /// <summary>Reads an archive from front to back.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="expected">The members to hand out.</param>
    /// <param name="read">Called for each of them, in the archive's order, with a stream that ends with the member.</param>
    /// <exception cref="CnnException"><c>DatasetInvalid</c>: damaged, a member is missing, doubled, of another size or no regular file, or too much
    /// content.</exception>
    public static void Read(string path, IReadOnlyList<ArchiveMember> expected, Action<ArchiveMember, Stream> read)
    {
        string file = Path.GetFileName(path);
        var missing = expected.ToDictionary(member => member.Name, StringComparer.Ordinal);
        using var compressed = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using var content = new LimitedStream(new GZipStream(compressed, CompressionMode.Decompress), expected.Sum(member => member.Bytes) + ExtraBytes, file);
        using var archive = new TarReader(content);
        try
        {
            int count = 0;
            while (archive.GetNextEntry() is { } entry)
            {
                if (++count > LargestMemberCount)
                    throw DatasetErrors.Invalid($"{file}: expected at most {LargestMemberCount} members; found more. This is not the published archive.", path);
                string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                var member = expected.FirstOrDefault(candidate => candidate.Name == name);
                if (member is null) continue;
                if (!missing.Remove(name))
                    throw DatasetErrors.Invalid($"{file}: expected the member {name} once; found it twice. This is not the published archive.", path);
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    throw DatasetErrors.Invalid($"{file}: expected the member {name} to be a regular file; found {entry.EntryType}. This is not the published archive.", path);
                if (entry.Length != member.Bytes)
                    throw DatasetErrors.Invalid($"{file}: expected the member {name} to have {member.Bytes:N0} bytes; found {entry.Length:N0}.", path);
                read(member, entry.DataStream ?? Stream.Null);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw DatasetErrors.Invalid($"{file}: expected a whole .tar.gz archive; it is truncated or damaged at offset {compressed.Position} or before ({e.Message}). Delete it and download it again.", path, e);
        }
        if (missing.Count > 0)
            throw DatasetErrors.Invalid($"{file}: expected the member{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing.Keys)}; the archive ends without. It is truncated or not the published archive.", path);
    }

    /// <summary>A stream that refuses to give more than so many bytes.</summary>
    private sealed class LimitedStream(Stream inner, long limit, string file) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            _read += read;
            if (_read > limit) throw DatasetErrors.Invalid($"{file}: expected at most {limit:N0} bytes of content; the archive decompresses to more. This is not the published archive.", file);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
