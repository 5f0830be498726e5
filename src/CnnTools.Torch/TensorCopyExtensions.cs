using CnnTools.Torch.Interop;
using TorchSharp;

namespace CnnTools.Torch;

/// <summary>Values of tensors in and out of .NET memory, without an array in between.</summary>
public static class TensorCopyExtensions
{
    /// <summary>Copies all values, in the order of their indices and converted to <typeparamref name="T"/>, from whatever device.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The span has another length than the tensor.</exception>
    public static unsafe void CopyTo<T>(this torch.Tensor tensor, Span<T> destination)
        where T : unmanaged
    {
        fixed (T* start = destination)
            NativeError.Check(NativeMethods.cnn_copy_to_host(tensor.Handle, (nint)start, (long)destination.Length * sizeof(T), (int)torch.TypeOf<T>()));
    }

    /// <summary>Sets all values, in the order of their indices and converted to the tensor's type, on whatever device.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The span has another length than the tensor.</exception>
    public static unsafe void CopyFrom<T>(this torch.Tensor tensor, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        fixed (T* start = source)
            NativeError.Check(NativeMethods.cnn_copy_from_host(tensor.Handle, (nint)start, (long)source.Length * sizeof(T), (int)torch.TypeOf<T>()));
    }

    /// <summary>A CPU tensor with a copy of a span's values.</summary>
    public static torch.Tensor FromSpan<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape)
        where T : unmanaged => torch.FromSpan(values, shape, null, null, false);
}
