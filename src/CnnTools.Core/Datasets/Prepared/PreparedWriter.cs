namespace CnnTools.Core.Datasets.Prepared;

/// <summary>Writes a file of prepared images under a temporary name; only <see cref="Complete"/> gives it its own. What is not completed is deleted.</summary>
internal sealed class PreparedWriter : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _temporary, _path;
    private readonly Func<IOException, CnnException> _full;
    private bool _completed;

    /// <summary>Begins a file. Its whole size is reserved, so that a full disk shows before the work.</summary>
    /// <param name="path">The file's path when it is complete.</param>
    /// <param name="length">Bytes of pixels.</param>
    /// <param name="full">Makes the error for a disk that takes no more.</param>
    public PreparedWriter(string path, long length, Func<IOException, CnnException> full)
    {
        (_path, _full) = (path, full);
        _temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            _stream = new FileStream(_temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, BufferSize = 0, PreallocationSize = PreparedCache.HeaderLength + length });
            _stream.Write(new byte[PreparedCache.HeaderLength]);
        }
        catch (IOException failure)
        {
            _stream?.Dispose();
            File.Delete(_temporary);
            throw full(failure);
        }
    }

    /// <summary>Writes the next pixels.</summary>
    public void Append(ReadOnlySpan<byte> pixels)
    {
        try
        {
            _stream.Write(pixels);
        }
        catch (IOException failure)
        {
            throw _full(failure);
        }
    }

    /// <summary>Writes the header and gives the file its name.</summary>
    /// <param name="contentHash">SHA-256 of the content, as <see cref="ImageSet.ContentHash"/> has it.</param>
    public void Complete(ReadOnlySpan<byte> contentHash)
    {
        try
        {
            _stream.Position = 0;
            _stream.Write(PreparedCache.Magic);
            _stream.Write(contentHash);
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_temporary, _path, overwrite: true);
            _completed = true;
        }
        catch (IOException failure)
        {
            throw _full(failure);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_completed) File.Delete(_temporary);
    }
}
