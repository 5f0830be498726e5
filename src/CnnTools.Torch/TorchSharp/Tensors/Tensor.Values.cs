using CnnTools.Torch.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The memory of a contiguous CPU tensor, as bytes. Valid while the tensor lives.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous, or on another device.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_cpu()) throw new InvalidOperationException($"Only a CPU tensor's memory can be read; this one is on {device}. Use cpu() first.");
                if (!is_contiguous()) throw new InvalidOperationException("Only a contiguous tensor's memory can be read as bytes. Use contiguous() first.");
                var count = checked((int)(NumberOfElements * ElementSize));
                return count == 0 ? [] : new Span<byte>((void*)NativeError.CheckedHandle(NativeMethods.cnn_data_ptr(Handle)), count);
            }

            set
            {
                var own = bytes;
                if (own.Length != value.Length) throw new ArgumentException($"The tensor has {own.Length} bytes, {value.Length} were given.", nameof(value));
                value.CopyTo(own);
            }
        }

        /// <summary>Access to the values as .NET numbers of the same type; values of another device are copied first.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> does not correspond to <see cref="dtype"/>.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireType<T>();
            return new TensorAccessor<T>(is_cpu() ? this : cpu());
        }

        /// <summary>The value of a tensor with one element.</summary>
        /// <exception cref="ArgumentException">The tensor has more or fewer elements, or another type.</exception>
        public unsafe T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException($"item() needs a tensor with one element; this one has {NumberOfElements}.");
            RequireType<T>();
            T value;
            NativeError.Check(NativeMethods.cnn_copy_to_host(Handle, (nint)(&value), sizeof(T), (int)dtype));
            return value;
        }

        /// <summary>The value of a tensor with one element, as a scalar.</summary>
        public Scalar ToScalar()
        {
            if (dtype == ScalarType.Bool) return item<bool>();
            if (is_integral())
            {
                NativeError.Check(NativeMethods.cnn_item_int64(Handle, out var whole));
                return whole;
            }
            NativeError.Check(NativeMethods.cnn_item_double(Handle, out var number));
            return number;
        }

        /// <summary>The single value as a float.</summary>
        public static explicit operator float(Tensor value) => value.ToSingle();

        /// <summary>The single value as a double.</summary>
        public static explicit operator double(Tensor value) => value.ToDouble();

        /// <summary>The single value as a 32-bit integer.</summary>
        public static explicit operator int(Tensor value) => value.ToInt32();

        /// <summary>The single value as a 64-bit integer.</summary>
        public static explicit operator long(Tensor value) => value.ToInt64();

        /// <summary>The single value as a truth value.</summary>
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        private void RequireType<T>()
            where T : unmanaged
        {
            if (TypeOf<T>() != dtype) throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}.");
        }
    }
}

/// <summary>Values of tensors with one element, and what a tensor becomes.</summary>
public static partial class TensorExtensionMethods
{
    /// <summary>The tensor as a parameter of a module; the tensor itself becomes empty.</summary>
    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    /// <summary>The single value as a float.</summary>
    public static float ToSingle(this torch.Tensor value) => (float)value.ToDouble();

    /// <summary>The single value as a double.</summary>
    public static double ToDouble(this torch.Tensor value)
    {
        NativeError.Check(NativeMethods.cnn_item_double(value.Handle, out var number));
        return number;
    }

    /// <summary>The single value as a 32-bit integer.</summary>
    public static int ToInt32(this torch.Tensor value) => checked((int)value.ToInt64());

    /// <summary>The single value as a 64-bit integer.</summary>
    public static long ToInt64(this torch.Tensor value)
    {
        NativeError.Check(NativeMethods.cnn_item_int64(value.Handle, out var number));
        return number;
    }

    /// <summary>The single value as a byte.</summary>
    public static byte ToByte(this torch.Tensor value) => checked((byte)value.ToInt64());

    /// <summary>Whether the single value differs from zero.</summary>
    public static bool ToBoolean(this torch.Tensor value) => value.ToDouble() != 0;
}
