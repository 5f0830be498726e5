using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient becomes whole.</summary>
    public enum RoundingMode
    {
        /// <summary>It does not.</summary>
        None,

        /// <summary>Towards zero.</summary>
        trunc,

        /// <summary>Down.</summary>
        floor,
    }

    public partial class Tensor
    {
        /// <summary>Sums, element by element.</summary>
        public Tensor add(Tensor target) => Wrap(NativeMethods.cnn_add(Handle, target.Handle, NativeScalar.From(1L), 0));

        /// <summary>Sums with a multiple of the target, element by element.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Wrap(NativeMethods.cnn_add(Handle, target.Handle, alpha.Value, 0));

        /// <summary>Each element plus a number.</summary>
        public Tensor add(Scalar scalar) => Wrap(NativeMethods.cnn_add_scalar(Handle, scalar.Value, NativeScalar.From(1L), 0));

        /// <summary>Each element plus a multiple of a number.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Wrap(NativeMethods.cnn_add_scalar(Handle, scalar.Value, alpha.Value, 0));

        /// <summary>Sums, in place.</summary>
        public Tensor add_(Tensor target) => InPlace(NativeMethods.cnn_add(Handle, target.Handle, NativeScalar.From(1L), 1));

        /// <summary>Sums with a multiple of the target, in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => InPlace(NativeMethods.cnn_add(Handle, target.Handle, alpha.Value, 1));

        /// <summary>Adds a number to each element, in place.</summary>
        public Tensor add_(Scalar scalar) => InPlace(NativeMethods.cnn_add_scalar(Handle, scalar.Value, NativeScalar.From(1L), 1));

        /// <summary>Adds a multiple of a number to each element, in place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(NativeMethods.cnn_add_scalar(Handle, scalar.Value, alpha.Value, 1));

        /// <summary>Differences, element by element.</summary>
        public Tensor sub(Tensor target) => Wrap(NativeMethods.cnn_sub(Handle, target.Handle, 0));

        /// <summary>Differences with a number.</summary>
        public Tensor sub(Scalar target) => Wrap(NativeMethods.cnn_sub_scalar(Handle, target.Value, 0));

        /// <summary>Differences, in place.</summary>
        public Tensor sub_(Tensor target) => InPlace(NativeMethods.cnn_sub(Handle, target.Handle, 1));

        /// <summary>Differences with a number, in place.</summary>
        public Tensor sub_(Scalar target) => InPlace(NativeMethods.cnn_sub_scalar(Handle, target.Value, 1));

        /// <summary>Products, element by element.</summary>
        public Tensor mul(Tensor target) => Wrap(NativeMethods.cnn_mul(Handle, target.Handle, 0));

        /// <summary>Products with a number.</summary>
        public Tensor mul(Scalar target) => Wrap(NativeMethods.cnn_mul_scalar(Handle, target.Value, 0));

        /// <summary>Products, in place.</summary>
        public Tensor mul_(Tensor target) => InPlace(NativeMethods.cnn_mul(Handle, target.Handle, 1));

        /// <summary>Products with a number, in place.</summary>
        public Tensor mul_(Scalar target) => InPlace(NativeMethods.cnn_mul_scalar(Handle, target.Value, 1));

        /// <summary>Quotients, element by element; true division where no rounding is given.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Wrap(NativeMethods.cnn_div(Handle, target.Handle, (int)rounding_mode, 0));

        /// <summary>Quotients with a number.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Wrap(NativeMethods.cnn_div_scalar(Handle, target.Value, (int)rounding_mode, 0));

        /// <summary>Quotients, in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(NativeMethods.cnn_div(Handle, target.Handle, (int)rounding_mode, 1));

        /// <summary>Quotients with a number, in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(NativeMethods.cnn_div_scalar(Handle, target.Value, (int)rounding_mode, 1));

        /// <summary>Quotients rounded down.</summary>
        public Tensor floor_divide(Tensor other) => div(other, RoundingMode.floor);

        /// <summary>Quotients rounded down.</summary>
        public Tensor floor_divide(Scalar other) => div(other, RoundingMode.floor);

        /// <summary>Remainders with the divisor's sign.</summary>
        public Tensor remainder(Tensor target) => Wrap(NativeMethods.cnn_remainder(Handle, target.Handle));

        /// <summary>Remainders with the divisor's sign.</summary>
        public Tensor remainder(Scalar scalar) => Wrap(NativeMethods.cnn_remainder_scalar(Handle, scalar.Value));

        /// <summary>Powers, element by element.</summary>
        public Tensor pow(Tensor exponent) => Wrap(NativeMethods.cnn_pow(Handle, exponent.Handle, 0));

        /// <summary>Powers with one exponent.</summary>
        public Tensor pow(Scalar exponent) => Wrap(NativeMethods.cnn_pow_scalar(Handle, exponent.Value, 0));

        /// <summary>Powers, in place.</summary>
        public Tensor pow_(Tensor exponent) => InPlace(NativeMethods.cnn_pow(Handle, exponent.Handle, 1));

        /// <summary>Powers with one exponent, in place.</summary>
        public Tensor pow_(Scalar exponent) => InPlace(NativeMethods.cnn_pow_scalar(Handle, exponent.Value, 1));

        /// <summary>This plus <paramref name="value"/> · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Wrap(NativeMethods.cnn_addcmul(Handle, tensor1.Handle, tensor2.Handle, value.Value, 0));

        /// <summary>This plus <paramref name="value"/> · tensor1 · tensor2, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            InPlace(NativeMethods.cnn_addcmul(Handle, tensor1.Handle, tensor2.Handle, value.Value, 1));

        /// <summary>This plus <paramref name="value"/> · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Wrap(NativeMethods.cnn_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value.Value, 0));

        /// <summary>This plus <paramref name="value"/> · tensor1 / tensor2, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            InPlace(NativeMethods.cnn_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value.Value, 1));

        /// <summary>This + weight · (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Wrap(NativeMethods.cnn_lerp(Handle, end.Handle, weight.Handle, 0));

        /// <summary>This + weight · (end - this), in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(NativeMethods.cnn_lerp(Handle, end.Handle, weight.Handle, 1));

        /// <summary>The larger elements.</summary>
        public Tensor maximum(Tensor other) => Wrap(NativeMethods.cnn_maximum(Handle, other.Handle));

        /// <summary>The smaller elements.</summary>
        public Tensor minimum(Tensor other) => Wrap(NativeMethods.cnn_minimum(Handle, other.Handle));

        /// <summary>Values kept within bounds; null: no bound.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Wrap(Clamp(min, max, 0));

        /// <summary>Values kept within bounds; null: no bound.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Wrap(NativeMethods.cnn_clamp_tensor(Handle, HandleOf(min), HandleOf(max)));

        /// <summary>Values kept within bounds, in place; null: no bound.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(Clamp(min, max, 1));

        /// <summary>Values kept from falling below a bound.</summary>
        public Tensor clamp_min(Scalar min) => clamp(min, null);

        /// <summary>Values kept from rising above a bound.</summary>
        public Tensor clamp_max(Scalar max) => clamp(null, max);

        /// <summary>Sets every element.</summary>
        public Tensor fill_(Scalar value) => InPlace(NativeMethods.cnn_fill_(Handle, value.Value));

        /// <summary>Sets every element to zero.</summary>
        public Tensor zero_() => InPlace(NativeMethods.cnn_zero_(Handle));

        /// <summary>A copy with a value where a mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Wrap(NativeMethods.cnn_masked_fill(Handle, mask.Handle, value.Value, 0));

        /// <summary>Sets a value where a mask is true.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(NativeMethods.cnn_masked_fill(Handle, mask.Handle, value.Value, 1));

        /// <summary>This where a condition is true, else <paramref name="y"/>.</summary>
        public Tensor where(Tensor condition, Tensor y) => Wrap(NativeMethods.cnn_where(condition.Handle, Handle, y.Handle));

        /// <summary>The product of matrices, vectors, or batches of them.</summary>
        public Tensor matmul(Tensor target) => Wrap(NativeMethods.cnn_matmul(Handle, target.Handle));

        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target) => Wrap(NativeMethods.cnn_mm(Handle, target.Handle));

        /// <summary>Products of two batches of matrices.</summary>
        public Tensor bmm(Tensor batch2) => Wrap(NativeMethods.cnn_bmm(Handle, batch2.Handle));

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Wrap(NativeMethods.cnn_dot(Handle, target.Handle));

        /// <summary>The outer product of two vectors.</summary>
        public Tensor outer(Tensor vec2) => Wrap(NativeMethods.cnn_outer(Handle, vec2.Handle));

        private nint Clamp(Scalar? min, Scalar? max, int inPlace)
        {
            var low = min?.Value ?? default;
            var high = max?.Value ?? default;
            ref readonly var none = ref System.Runtime.CompilerServices.Unsafe.NullRef<NativeScalar>();
            return NativeMethods.cnn_clamp(Handle, in min is null ? ref none : ref low, in max is null ? ref none : ref high, inPlace);
        }
    }
}
