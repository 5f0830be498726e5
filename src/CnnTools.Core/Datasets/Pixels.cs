namespace CnnTools.Core.Datasets;

/// <summary>The bytes of a split's images, wherever they lie: in memory, or in a file that the system maps into it. Positions are 64 bits: a file may be larger
/// than any array.</summary>
public abstract class Pixels
{
    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Copies bytes out. Can be called by several threads at once.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="destination">Where they go; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    public abstract void CopyTo(long offset, Span<byte> destination);

    /// <summary>The array, if the bytes are in one; null if they are not.</summary>
    internal virtual byte[]? Array => null;

    /// <summary>Bytes in memory. Not copied.</summary>
    public static Pixels InMemory(byte[] bytes) => new MemoryPixels(bytes);

    private sealed class MemoryPixels(byte[] bytes) : Pixels
    {
        public override long Length => bytes.LongLength;

        internal override byte[] Array => bytes;

        public override void CopyTo(long offset, Span<byte> destination) => bytes.AsSpan(checked((int)offset), destination.Length).CopyTo(destination);
    }
}
