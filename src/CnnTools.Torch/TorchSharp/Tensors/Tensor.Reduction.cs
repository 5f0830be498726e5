using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => Wrap(NativeMethods.cnn_sum(Handle, [], 0, 0, NativeType(type)));

        /// <summary>Sums along dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        /// <summary>Sums along dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Wrap(NativeMethods.cnn_sum(Handle, dim, dim.Length, NativeMethods.Flag(keepdim), NativeType(type)));

        /// <summary>Sums along a dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        /// <summary>The mean of all elements.</summary>
        public Tensor mean() => Wrap(NativeMethods.cnn_mean(Handle, [], 0, 0, -1));

        /// <summary>Means along dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Wrap(NativeMethods.cnn_mean(Handle, dimensions, dimensions.Length, NativeMethods.Flag(keepdim), NativeType(type)));

        /// <summary>The product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => Wrap(NativeMethods.cnn_prod(Handle, NativeType(type)));

        /// <summary>The standard deviation of all elements.</summary>
        public Tensor std(bool unbiased = true) => Wrap(NativeMethods.cnn_std(Handle, [], 0, NativeMethods.Flag(unbiased), 0));

        /// <summary>Standard deviations along dimensions.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            var result = Wrap(NativeMethods.cnn_std(Handle, dimensions, dimensions.Length, NativeMethods.Flag(unbiased), NativeMethods.Flag(keepdim)));
            return type is { } target && target != result.dtype ? result.to_type(target, disposeAfter: true) : result;
        }

        /// <summary>Standard deviations along a dimension.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);

        /// <summary>The variance of all elements.</summary>
        public Tensor var(bool unbiased = true) => Wrap(NativeMethods.cnn_var(Handle, [], 0, NativeMethods.Flag(unbiased), 0));

        /// <summary>Variances along dimensions.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            var result = Wrap(NativeMethods.cnn_var(Handle, dimensions, dimensions.Length, NativeMethods.Flag(unbiased), NativeMethods.Flag(keepdim)));
            return type is { } target && target != result.dtype ? result.to_type(target, disposeAfter: true) : result;
        }

        /// <summary>Variances along a dimension.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => Wrap(NativeMethods.cnn_norm(Handle, p));

        /// <summary>The p-norms along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Wrap(NativeMethods.cnn_norm_dim(Handle, p, dim, NativeMethods.Flag(keepdim)));

        /// <summary>The largest elements along dimensions.</summary>
        public Tensor amax(long[] dims, bool keepdim = false) => Wrap(NativeMethods.cnn_amax(Handle, dims, dims.Length, NativeMethods.Flag(keepdim)));

        /// <summary>The smallest elements along dimensions.</summary>
        public Tensor amin(long[] dims, bool keepdim = false) => Wrap(NativeMethods.cnn_amin(Handle, dims, dims.Length, NativeMethods.Flag(keepdim)));

        /// <summary>The largest element.</summary>
        public Tensor max() => Wrap(NativeMethods.cnn_max(Handle));

        /// <summary>The larger elements.</summary>
        public Tensor max(Tensor other) => maximum(other);

        /// <summary>The largest elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            NativeError.Check(NativeMethods.cnn_max_dim(Handle, dim, NativeMethods.Flag(keepdim), out var values, out var indices));
            return (new Tensor(values), new Tensor(indices));
        }

        /// <summary>Where the largest element is, in the flattened tensor.</summary>
        public Tensor argmax() => Wrap(NativeMethods.cnn_argmax(Handle, 0, 1, 0));

        /// <summary>Where the largest elements along a dimension are.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Wrap(NativeMethods.cnn_argmax(Handle, dim, 0, NativeMethods.Flag(keepdim)));

        /// <summary>The smallest element.</summary>
        public Tensor min() => Wrap(NativeMethods.cnn_min(Handle));

        /// <summary>The smaller elements.</summary>
        public Tensor min(Tensor other) => minimum(other);

        /// <summary>The smallest elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            NativeError.Check(NativeMethods.cnn_min_dim(Handle, dim, NativeMethods.Flag(keepdim), out var values, out var indices));
            return (new Tensor(values), new Tensor(indices));
        }

        /// <summary>Where the smallest element is, in the flattened tensor.</summary>
        public Tensor argmin() => Wrap(NativeMethods.cnn_argmin(Handle, 0, 1, 0));

        /// <summary>Where the smallest elements along a dimension are.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Wrap(NativeMethods.cnn_argmin(Handle, dim, 0, NativeMethods.Flag(keepdim)));

        /// <summary>The order that sorts along a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Wrap(NativeMethods.cnn_argsort(Handle, dim, NativeMethods.Flag(descending)));

        /// <summary>The <paramref name="k"/> largest or smallest elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            NativeError.Check(NativeMethods.cnn_topk(
                Handle, k, dim, NativeMethods.Flag(largest), NativeMethods.Flag(sorted), out var values, out var indices));
            return (new Tensor(values), new Tensor(indices));
        }

        /// <summary>The elements sorted along a dimension, and where they were.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            NativeError.Check(NativeMethods.cnn_sort(
                Handle, dim, NativeMethods.Flag(descending), NativeMethods.Flag(stable), out var values, out var indices));
            return (new Tensor(values), new Tensor(indices));
        }

        /// <summary>Whether all elements are true.</summary>
        public Tensor all() => Wrap(NativeMethods.cnn_all(Handle, 0, 1, 0));

        /// <summary>Whether all elements along a dimension are true.</summary>
        public Tensor all(long dim, bool keepdim = false) => Wrap(NativeMethods.cnn_all(Handle, dim, 0, NativeMethods.Flag(keepdim)));

        /// <summary>Whether any element is true.</summary>
        public Tensor any() => Wrap(NativeMethods.cnn_any(Handle, 0, 1, 0));

        /// <summary>Whether any element along a dimension is true.</summary>
        public Tensor any(long dim, bool keepdim = false) => Wrap(NativeMethods.cnn_any(Handle, dim, 0, NativeMethods.Flag(keepdim)));

        /// <summary>Running sums along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Wrap(NativeMethods.cnn_cumsum(Handle, dim, NativeType(type)));

        /// <summary>How often each whole number from 0 on occurs, or the sum of its weights.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Wrap(NativeMethods.cnn_bincount(Handle, HandleOf(weights), minlength));
    }
}
