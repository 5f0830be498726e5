namespace TorchSharp;

/// <summary>Order of a picture tensor's dimensions in memory.</summary>
public enum memory_format
{
    /// <summary>As the source.</summary>
    preserve_format,

    /// <summary>The order of the dimensions: batch, channel, row, column.</summary>
    contiguous_format,

    /// <summary>Channels innermost: batch, row, column, channel.</summary>
    channels_last,
}

internal static class MemoryFormatNumbers
{
    // libtorch's own numbers differ from the order in which TorchSharp lists the formats.
    public static int Native(this memory_format format) => format switch
    {
        memory_format.contiguous_format => 0,
        memory_format.preserve_format => 1,
        memory_format.channels_last => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown memory format."),
    };
}
