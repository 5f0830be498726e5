using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one value and no dimension.</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromSpan([scalar], [], null, device, requires_grad);

    /// <summary>A copy of an array as a tensor of one dimension.</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<float>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of a shape.</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<float>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of a matrix.</summary>
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of one value and no dimension.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan([scalar], [], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of one dimension.</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<double>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of a shape.</summary>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<double>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of a matrix.</summary>
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of one value and no dimension.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan([scalar], [], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of one dimension.</summary>
    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<long>(dataArray, [dataArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of a shape.</summary>
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<long>(dataArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of a matrix.</summary>
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of one value and no dimension.</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) => FromSpan([scalar], [], null, device, requires_grad);

    /// <summary>A copy of an array as a tensor of one dimension.</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<int>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of a shape.</summary>
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<int>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of a matrix.</summary>
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of one value and no dimension.</summary>
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) => FromSpan([scalar], [], null, device, requires_grad);

    /// <summary>A copy of an array as a tensor of one dimension.</summary>
    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<short>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of a shape.</summary>
    public static Tensor tensor(short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<short>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of a matrix.</summary>
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of one value and no dimension.</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) => FromSpan([scalar], [], null, device, requires_grad);

    /// <summary>A copy of an array as a tensor of one dimension.</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of a shape.</summary>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<byte>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of a matrix.</summary>
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor of one value and no dimension.</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan([scalar], [], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of one dimension.</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<bool>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A copy of an array as a tensor of a shape.</summary>
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<bool>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A copy of a matrix.</summary>
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>A copy of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A copy of an array of any rank, in a type and on a device.</summary>
    public static unsafe Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = TypeOfArray(rawArray);
        var shape = Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength).ToArray();
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(rawArray))
            return Finish(Tensor.Wrap(NativeMethods.cnn_from_data((nint)data, shape, shape.Length, (int)type)), dtype, device, requires_grad);
    }

    /// <summary>
    /// A tensor of one dimension over the memory of an array, which stays where it is until the tensor and all that share its memory are gone.
    /// </summary>
    /// <param name="rawArray">An array of numbers of one dimension.</param>
    /// <param name="dtype">Type of the tensor; another one than the array's makes a copy.</param>
    /// <param name="count">Elements to take, -1 for all from <paramref name="offset"/> on.</param>
    /// <param name="offset">First element to take.</param>
    /// <param name="requires_grad">Whether operations with the tensor are recorded for gradients.</param>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = TypeOfArray(rawArray);
        if (offset < 0 || offset > rawArray.LongLength) throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The array has {rawArray.LongLength} elements.");
        if (count < 0) count = rawArray.LongLength - offset;
        if (count > rawArray.LongLength - offset) throw new ArgumentOutOfRangeException(nameof(count), count, $"The array has {rawArray.LongLength} elements.");
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        delegate* unmanaged<nint, void> release = &ReleaseArray;
        var handle = NativeMethods.cnn_from_blob(pin.AddrOfPinnedObject() + (nint)(offset * type.ElementSize()), [count], 1, (int)type, (nint)release, GCHandle.ToIntPtr(pin));
        if (handle == 0)
        {
            pin.Free();
            throw NativeError.Last();
        }
        return Finish(new Tensor(handle), dtype, null, requires_grad);
    }

    internal static unsafe Tensor FromSpan<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        long count = 1;
        foreach (var size in dimensions) count = checked(count * size);
        if (count != values.Length)
            throw new ArgumentException($"The shape [{string.Join(", ", dimensions.ToArray())}] has {count} elements, {values.Length} were given.", nameof(dimensions));
        fixed (T* data = values)
            return Finish(Tensor.Wrap(NativeMethods.cnn_from_data((nint)data, dimensions, dimensions.Length, (int)TypeOf<T>())), dtype, device, requiresGrad);
    }

    private static Tensor Finish(Tensor tensor, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        if (dtype is { } type && type != tensor.dtype) tensor = tensor.to_type(type, disposeAfter: true);
        if (device is not null && device.type != DeviceType.CPU) tensor = tensor.to(device, disposeAfter: true);
        return requiresGrad ? tensor.requires_grad_() : tensor;
    }

    private static ScalarType TypeOfArray(Array array) => array switch
    {
        _ when array.GetType().GetElementType() == typeof(float) => ScalarType.Float32,
        _ when array.GetType().GetElementType() == typeof(double) => ScalarType.Float64,
        _ when array.GetType().GetElementType() == typeof(long) => ScalarType.Int64,
        _ when array.GetType().GetElementType() == typeof(int) => ScalarType.Int32,
        _ when array.GetType().GetElementType() == typeof(short) => ScalarType.Int16,
        _ when array.GetType().GetElementType() == typeof(byte) => ScalarType.Byte,
        _ when array.GetType().GetElementType() == typeof(sbyte) => ScalarType.Int8,
        _ when array.GetType().GetElementType() == typeof(bool) => ScalarType.Bool,
        _ => throw new ArgumentException($"No tensor type corresponds to {array.GetType().GetElementType()?.Name}.", nameof(array)),
    };

    [UnmanagedCallersOnly]
    private static void ReleaseArray(nint context) => GCHandle.FromIntPtr(context).Free();
}
