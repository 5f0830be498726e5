using CnnTools.Torch.Interop;
using TorchSharp;

namespace CnnTools.Torch;

/// <summary>
/// The order of pictures' dimensions in memory. With channels innermost (channels last) oneDNN and cuDNN need no conversion of their own; results are the
/// same up to rounding.
/// </summary>
public static class MemoryFormatExtensions
{
    /// <summary>The tensor [batch, channels, rows, columns] with channels innermost in memory; itself if it already is.</summary>
    public static torch.Tensor contiguous_channels_last(this torch.Tensor tensor) =>
        torch.Tensor.Wrap(NativeMethods.cnn_contiguous(tensor.Handle, memory_format.channels_last.Native()));

    /// <summary>The tensor in a memory format; itself if it already is.</summary>
    public static torch.Tensor contiguous(this torch.Tensor tensor, memory_format format) =>
        torch.Tensor.Wrap(NativeMethods.cnn_contiguous(tensor.Handle, format.Native()));

    /// <summary>The tensor in a memory format; itself if it already is.</summary>
    public static torch.Tensor to(this torch.Tensor tensor, memory_format format, bool copy = false) =>
        tensor.Converted(-1, null, format, copy, disposeAfter: false, nonBlocking: false);

    /// <summary>Whether a tensor of four dimensions has its channels innermost in memory.</summary>
    public static bool is_channels_last(this torch.Tensor tensor) =>
        NativeError.CheckedFlag(NativeMethods.cnn_is_contiguous(tensor.Handle, memory_format.channels_last.Native()));

    /// <summary>Brings all parameters and buffers of four dimensions into channels last; what the module computes follows its input and its weights.</summary>
    public static T to_channels_last<T>(this T module)
        where T : torch.nn.Module
    {
        module.Convert(null, null, memory_format.channels_last, false);
        return module;
    }
}
