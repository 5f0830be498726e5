using System.IO.MemoryMappedFiles;

namespace CnnTools.Core.Datasets.Prepared;

/// <summary>Pixels in a file that the system maps into memory: it reads what is needed and forgets what is not. The mapping ends when nothing refers to the
/// object any more.</summary>
internal sealed unsafe class MappedPixels : Pixels
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <summary>Maps a part of a file.</summary>
    /// <param name="file">The file, open for reading; closed with the mapping.</param>
    /// <param name="offset">Where the pixels begin.</param>
    /// <param name="length">Number of bytes, above 0.</param>
    public MappedPixels(FileStream file, long offset, long length)
    {
        using MemoryMappedFile mapped = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = mapped.CreateViewAccessor(offset, length, MemoryMappedFileAccess.Read);
        byte* page = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref page);
        _start = page + _view.PointerOffset;
        Length = length;
    }

    public override long Length { get; }

    public override void CopyTo(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + destination.Length, Length, nameof(offset));
        new ReadOnlySpan<byte>(_start + offset, destination.Length).CopyTo(destination);
        GC.KeepAlive(this);
    }

    /// <summary>Lets the system unmap the file: the accessor's handle, which a pointer was taken of, would otherwise never be released.</summary>
    ~MappedPixels() => _view.SafeMemoryMappedViewHandle.ReleasePointer();
}
