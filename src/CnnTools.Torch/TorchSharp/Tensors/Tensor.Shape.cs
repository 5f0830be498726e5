using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The transpose of a matrix.</summary>
        public Tensor T => t();

        /// <summary>The same memory in another shape; -1 stands for what is left.</summary>
        public Tensor view(params long[] shape) => Wrap(NativeMethods.cnn_view(Handle, shape, shape.Length));

        /// <summary>The same memory in another tensor's shape.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>The values in another shape, copied only if they must be; -1 stands for what is left.</summary>
        public Tensor reshape(params long[] shape) => Wrap(NativeMethods.cnn_reshape(Handle, shape, shape.Length));

        /// <summary>Several dimensions made into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Wrap(NativeMethods.cnn_flatten(Handle, start_dim, end_dim));

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Wrap(NativeMethods.cnn_permute(Handle, permutation, permutation.Length));

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Wrap(NativeMethods.cnn_transpose(Handle, dim0, dim1));

        /// <summary>The transpose of a matrix.</summary>
        public Tensor t() => Wrap(NativeMethods.cnn_t(Handle));

        /// <summary>Without a dimension of size 1, or without all of them.</summary>
        public Tensor squeeze(long? dim = null) =>
            Wrap(dim is { } one ? NativeMethods.cnn_squeeze_dim(Handle, one) : NativeMethods.cnn_squeeze(Handle));

        /// <summary>With a new dimension of size 1.</summary>
        public Tensor unsqueeze(long dim) => Wrap(NativeMethods.cnn_unsqueeze(Handle, dim));

        /// <summary>Repeated along dimensions of size 1, without using memory; -1 leaves a dimension as it is.</summary>
        public Tensor expand(params long[] sizes) => Wrap(NativeMethods.cnn_expand(Handle, sizes, sizes.Length, 0));

        /// <summary>Repeated along dimensions of size 1 to another tensor's shape.</summary>
        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>Repeated to a shape by the rules of broadcasting.</summary>
        public Tensor broadcast_to(params long[] shape) => expand(shape);

        /// <summary>Copied next to itself, so often in each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Wrap(NativeMethods.cnn_repeat(Handle, sizes, sizes.Length));

        /// <summary>Each element repeated.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Wrap(NativeMethods.cnn_repeat_interleave(Handle, repeats, dim ?? 0, NativeMethods.Flag(dim is null)));

        /// <summary>Part of a dimension, over the same memory.</summary>
        public Tensor narrow(long dim, long start, long length) => Wrap(NativeMethods.cnn_narrow(Handle, dim, start, length));

        /// <summary>Part of a dimension in steps, over the same memory.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Wrap(NativeMethods.cnn_slice(Handle, dim, start, finish, step));

        /// <summary>One position of a dimension, over the same memory.</summary>
        public Tensor select(long dim, long index) => Wrap(NativeMethods.cnn_select(Handle, dim, index));

        /// <summary>A copy of positions of a dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => Wrap(NativeMethods.cnn_index_select(Handle, dim, index.Handle));

        /// <summary>Elements along a dimension, at positions that a tensor of the result's shape gives.</summary>
        public Tensor gather(long dim, Tensor index) => Wrap(NativeMethods.cnn_gather(Handle, dim, index.Handle));

        /// <summary>A copy with elements of <paramref name="src"/> at the positions of <paramref name="index"/> along a dimension.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Wrap(NativeMethods.cnn_scatter(Handle, dim, index.Handle, src.Handle, 0, 0));

        /// <summary>Puts elements of <paramref name="src"/> at the positions of <paramref name="index"/> along a dimension.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace(NativeMethods.cnn_scatter(Handle, dim, index.Handle, src.Handle, 0, 1));

        /// <summary>A copy with elements of <paramref name="src"/> added at the positions of <paramref name="index"/> along a dimension.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Wrap(NativeMethods.cnn_scatter(Handle, dim, index.Handle, src.Handle, 1, 0));

        /// <summary>Adds elements of <paramref name="src"/> at the positions of <paramref name="index"/> along a dimension.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace(NativeMethods.cnn_scatter(Handle, dim, index.Handle, src.Handle, 1, 1));

        /// <summary>The elements where a mask is true, in one dimension.</summary>
        public Tensor masked_select(Tensor mask) => Wrap(NativeMethods.cnn_masked_select(Handle, mask.Handle));

        /// <summary>Indices of all elements that differ from zero, one row each.</summary>
        public Tensor nonzero() => Wrap(NativeMethods.cnn_nonzero(Handle));

        /// <summary>The diagonal of a matrix, or the matrix of a diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Wrap(NativeMethods.cnn_diag(Handle, diagonal));

        /// <summary>A copy with dimensions in reverse order of their positions.</summary>
        public Tensor flip(params long[] dims) => Wrap(NativeMethods.cnn_flip(Handle, dims, dims.Length));

        /// <summary>A copy with a picture's columns reversed: the last dimension.</summary>
        public Tensor fliplr() => flip(-1);

        /// <summary>A copy shifted along a dimension; what leaves at one end comes in at the other.</summary>
        public Tensor roll(long shifts, long? dims = null) => Wrap(NativeMethods.cnn_roll(Handle, [shifts], 1, dims is { } dim ? [dim] : [], dims is null ? 0 : 1));

        /// <summary>A copy shifted along dimensions; what leaves at one end comes in at the other.</summary>
        public Tensor roll(long[] shifts, long[] dims) => Wrap(NativeMethods.cnn_roll(Handle, shifts, shifts.Length, dims, dims.Length));

        /// <summary>Parts of a size along a dimension; the last may be smaller.</summary>
        public Tensor[] split(long size, int dim = 0)
        {
            if (size <= 0) throw new ArgumentOutOfRangeException(nameof(size), size, "A part has at least one position.");
            var parts = new nint[Math.Max(1, (this.size(dim) + size - 1) / size)];
            NativeError.CheckedValue(NativeMethods.cnn_split(Handle, size, dim, parts, parts.Length));
            return Array.ConvertAll(parts, handle => new Tensor(handle));
        }

        /// <summary>The positions of a dimension, one tensor each.</summary>
        public Tensor[] unbind(long dimension = 0L)
        {
            var parts = new nint[size((int)dimension)];
            NativeError.CheckedValue(NativeMethods.cnn_unbind(Handle, dimension, parts, parts.Length));
            return Array.ConvertAll(parts, handle => new Tensor(handle));
        }
    }
}
