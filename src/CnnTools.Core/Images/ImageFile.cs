namespace CnnTools.Core.Images;

/// <summary>Files that hold images.</summary>
internal static class ImageFile
{
    /// <summary>A file of more bytes is a mistake or an attack.</summary>
    public const long LargestFile = 100_000_000;

    /// <summary>The bytes of an image file.</summary>
    /// <exception cref="CnnException">It cannot be read (<c>ImageNotReadable</c>), or is too large (<c>ImageDecodeFailed</c>); the message does not name the
    /// file.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            if (stream.Length > LargestFile)
                throw new CnnException("ImageDecodeFailed", CnnErrorCategory.InvalidData, Invariant($"expected a file of at most {LargestFile:N0} bytes; found {stream.Length:N0}"), path);
            byte[] encoded = new byte[stream.Length];
            stream.ReadExactly(encoded);
            return encoded;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnException("ImageNotReadable", CnnErrorCategory.ObjectNotFound, "expected an image; there is no such file", path, missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CnnException("ImageNotReadable", CnnErrorCategory.InvalidData, $"expected an image that can be read; {(Directory.Exists(path) ? "it is a folder" : unreadable.Message)}", path, unreadable);
        }
    }
}
