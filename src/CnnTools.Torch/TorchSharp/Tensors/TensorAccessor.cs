using System.Collections;
using CnnTools.Torch.Interop;

namespace TorchSharp.Utils;

/// <summary>The values of a CPU tensor, in the order of their indices whatever their order in memory.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;

    internal TensorAccessor(torch.Tensor tensor) => _tensor = tensor;

    /// <summary>Number of values.</summary>
    public long Count => _tensor.numel();

    /// <summary>False: values can be set.</summary>
    public bool IsReadOnly => false;

    /// <summary>One value, by an index for each dimension, or by its position where a single one is given.</summary>
    public unsafe T this[params long[] indices]
    {
        get => *Address(indices);
        set => *Address(indices) = value;
    }

    /// <summary>All values.</summary>
    public T[] ToArray()
    {
        var values = new T[Count];
        Read(values);
        return values;
    }

    /// <summary>Copies the values from <paramref name="tensorIndex"/> on into an array, from <paramref name="arrayIndex"/> on, until either ends.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies the values from <paramref name="tensorIndex"/> on into a span, from <paramref name="arrayIndex"/> on, until either ends.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (tensorIndex == 0 && count == Count)
            Read(target[..count]);
        else
            ToArray().AsSpan((int)tensorIndex, count).CopyTo(target);
    }

    /// <summary>Sets the values from <paramref name="tensorIndex"/> on to those of an array, from <paramref name="arrayIndex"/> on, until either ends.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Sets the values from <paramref name="tensorIndex"/> on to those of a span, from <paramref name="arrayIndex"/> on, until either ends.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (tensorIndex != 0 || count != Count)
        {
            var values = ToArray();
            source[..count].CopyTo(values.AsSpan((int)tensorIndex));
            source = values;
            count = values.Length;
        }
        Write(source[..count]);
    }

    /// <summary>The values, one after the other.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing is held; here because TorchSharp's accessor is disposable.</summary>
    public void Dispose()
    {
    }

    private unsafe void Read(Span<T> target)
    {
        fixed (T* address = target)
            NativeError.Check(NativeMethods.cnn_copy_to_host(_tensor.Handle, (nint)address, (long)target.Length * sizeof(T), (int)_tensor.dtype));
    }

    private unsafe void Write(ReadOnlySpan<T> source)
    {
        fixed (T* address = source)
            NativeError.Check(NativeMethods.cnn_copy_from_host(_tensor.Handle, (nint)address, (long)source.Length * sizeof(T), (int)_tensor.dtype));
    }

    private unsafe T* Address(long[] indices)
    {
        var shape = _tensor.shape;
        var strides = _tensor.stride();
        long offset = 0;
        if (indices.Length == 1 && shape.Length != 1)
        {
            var position = indices[0];
            if (position < 0 || position >= Count) throw new ArgumentOutOfRangeException(nameof(indices), $"Position {position} is outside a tensor of {Count} elements.");
            for (var dim = shape.Length - 1; dim >= 0; dim--)
            {
                offset += position % shape[dim] * strides[dim];
                position /= shape[dim];
            }
        }
        else
        {
            if (indices.Length != shape.Length) throw new ArgumentException($"{shape.Length} indices are needed, {indices.Length} were given.", nameof(indices));
            for (var dim = 0; dim < shape.Length; dim++)
            {
                if (indices[dim] < 0 || indices[dim] >= shape[dim])
                    throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[dim]} is outside dimension {dim} of size {shape[dim]}.");
                offset += indices[dim] * strides[dim];
            }
        }
        return (T*)NativeError.CheckedHandle(NativeMethods.cnn_data_ptr(_tensor.Handle)) + offset;
    }
}
