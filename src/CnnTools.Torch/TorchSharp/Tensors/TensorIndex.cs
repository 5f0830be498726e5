using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index in Python's notation: a position, a slice, a mask, a tensor of positions.</summary>
    public struct TensorIndex
    {
        private readonly NativeIndex _native;
        private readonly Tensor? _tensor;

        private TensorIndex(NativeIndex native, Tensor? tensor = null)
        {
            _native = native;
            _tensor = tensor;
        }

        /// <summary>All dimensions that the other indices leave.</summary>
        public static readonly TensorIndex Ellipsis = new(new NativeIndex { Kind = NativeIndex.Ellipsis });

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new(new NativeIndex { Kind = NativeIndex.NewAxis });

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex Null = None;

        /// <summary>A whole dimension.</summary>
        public static readonly TensorIndex Colon = Slice();

        /// <summary>Positions from <paramref name="start"/> to before <paramref name="stop"/>; a negative one counts from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(new NativeIndex
        {
            Kind = NativeIndex.Slice, Start = start ?? 0, Stop = stop ?? long.MaxValue, Step = step ?? 1,
        });

        /// <summary>A dimension of size 1, or of size 0 if false.</summary>
        public static TensorIndex Bool(bool value) => new(new NativeIndex { Kind = NativeIndex.Boolean, Start = value ? 1 : 0 });

        /// <summary>One position.</summary>
        public static TensorIndex Single(long? index) => new(new NativeIndex { Kind = NativeIndex.Integer, Start = index ?? 0 });

        /// <summary>The positions in a tensor of integers, or the true places of a mask.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(new NativeIndex { Kind = NativeIndex.Tensor }, tensor);

        /// <summary>One position.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>A range of positions.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);

        internal static NativeIndex[] ToNative(ReadOnlySpan<TensorIndex> indices)
        {
            var native = new NativeIndex[indices.Length];
            for (var i = 0; i < indices.Length; i++)
            {
                native[i] = indices[i]._native;
                if (indices[i]._tensor is { } tensor) native[i].Handle = tensor.Handle;
            }
            return native;
        }
    }

    public partial class Tensor
    {
        /// <summary>A part of the tensor, or its replacement.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements that masks or tensors of positions choose.</summary>
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>One position of the first dimension.</summary>
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, TensorIndex.Single(i1));
        }

        /// <summary>One position of the first two dimensions.</summary>
        public Tensor this[long i1, long i2]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2));
        }

        /// <summary>One position of the first three dimensions.</summary>
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
        }

        /// <summary>One position of the first four dimensions.</summary>
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4));
        }

        /// <summary>A part of the tensor.</summary>
        public Tensor index(params TensorIndex[] indices) => Wrap(NativeMethods.cnn_index(Handle, TensorIndex.ToNative(indices), indices.Length));

        /// <summary>The elements that masks or tensors of positions choose.</summary>
        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        /// <summary>Replaces a part of the tensor.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) =>
            InPlace(NativeMethods.cnn_index_put_(Handle, TensorIndex.ToNative(indices), indices.Length, value.Handle));

        /// <summary>Replaces the elements that masks or tensors of positions choose.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));
    }
}
