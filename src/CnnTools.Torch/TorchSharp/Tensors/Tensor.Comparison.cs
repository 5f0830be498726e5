using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Where the elements are equal.</summary>
        public Tensor eq(Tensor target) => Wrap(NativeMethods.cnn_eq(Handle, target.Handle));

        /// <summary>Where the elements are equal.</summary>
        public Tensor eq(Scalar target) => Wrap(NativeMethods.cnn_eq_scalar(Handle, target.Value));

        /// <summary>Where the elements are different.</summary>
        public Tensor ne(Tensor target) => Wrap(NativeMethods.cnn_ne(Handle, target.Handle));

        /// <summary>Where the elements are different.</summary>
        public Tensor ne(Scalar target) => Wrap(NativeMethods.cnn_ne_scalar(Handle, target.Value));

        /// <summary>Where the elements are less.</summary>
        public Tensor lt(Tensor target) => Wrap(NativeMethods.cnn_lt(Handle, target.Handle));

        /// <summary>Where the elements are less.</summary>
        public Tensor lt(Scalar target) => Wrap(NativeMethods.cnn_lt_scalar(Handle, target.Value));

        /// <summary>Where the elements are less or equal.</summary>
        public Tensor le(Tensor target) => Wrap(NativeMethods.cnn_le(Handle, target.Handle));

        /// <summary>Where the elements are less or equal.</summary>
        public Tensor le(Scalar target) => Wrap(NativeMethods.cnn_le_scalar(Handle, target.Value));

        /// <summary>Where the elements are greater.</summary>
        public Tensor gt(Tensor target) => Wrap(NativeMethods.cnn_gt(Handle, target.Handle));

        /// <summary>Where the elements are greater.</summary>
        public Tensor gt(Scalar target) => Wrap(NativeMethods.cnn_gt_scalar(Handle, target.Value));

        /// <summary>Where the elements are greater or equal.</summary>
        public Tensor ge(Tensor target) => Wrap(NativeMethods.cnn_ge(Handle, target.Handle));

        /// <summary>Where the elements are greater or equal.</summary>
        public Tensor ge(Scalar target) => Wrap(NativeMethods.cnn_ge_scalar(Handle, target.Value));

        /// <summary>Where the elements are equal: a tensor of booleans.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        /// <summary>Where the elements are equal: a tensor of booleans.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        /// <summary>Where the elements are equal: a tensor of booleans.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        /// <summary>Where the elements are different: a tensor of booleans.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        /// <summary>Where the elements are different: a tensor of booleans.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        /// <summary>Where the elements are different: a tensor of booleans.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        /// <summary>Where the elements are less: a tensor of booleans.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        /// <summary>Where the elements are less: a tensor of booleans.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        /// <summary>Where the elements are less: a tensor of booleans.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        /// <summary>Where the elements are less or equal: a tensor of booleans.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        /// <summary>Where the elements are less or equal: a tensor of booleans.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        /// <summary>Where the elements are less or equal: a tensor of booleans.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        /// <summary>Where the elements are greater: a tensor of booleans.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        /// <summary>Where the elements are greater: a tensor of booleans.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        /// <summary>Where the elements are greater: a tensor of booleans.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        /// <summary>Where the elements are greater or equal: a tensor of booleans.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        /// <summary>Where the elements are greater or equal: a tensor of booleans.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        /// <summary>Where the elements are greater or equal: a tensor of booleans.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        /// <summary>Where both are true.</summary>
        public Tensor logical_and(Tensor other) => Wrap(NativeMethods.cnn_logical_and(Handle, other.Handle));

        /// <summary>Where at least one is true.</summary>
        public Tensor logical_or(Tensor other) => Wrap(NativeMethods.cnn_logical_or(Handle, other.Handle));

        /// <summary>Where exactly one is true.</summary>
        public Tensor logical_xor(Tensor other) => Wrap(NativeMethods.cnn_logical_xor(Handle, other.Handle));

        /// <summary>Bits set in both; for booleans, where both are true.</summary>
        public Tensor bitwise_and(Tensor other) => Wrap(NativeMethods.cnn_bitwise_and(Handle, other.Handle));

        /// <summary>Bits set in at least one; for booleans, where at least one is true.</summary>
        public Tensor bitwise_or(Tensor other) => Wrap(NativeMethods.cnn_bitwise_or(Handle, other.Handle));

        /// <summary>Bits set in exactly one; for booleans, where exactly one is true.</summary>
        public Tensor bitwise_xor(Tensor other) => Wrap(NativeMethods.cnn_bitwise_xor(Handle, other.Handle));

        /// <summary>Where the elements are equal.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Whether both have one shape and the same values.</summary>
        public bool Equals(Tensor target) => NativeError.CheckedFlag(NativeMethods.cnn_equal(Handle, target.Handle));

        /// <summary>Whether the other object is a tensor of the same shape and values.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && (ReferenceEquals(this, other) || Equals(other));

        /// <summary>A hash of the object, not of the values: tensors are changed in place.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Whether all values agree within <paramref name="atol"/> + <paramref name="rtol"/> · |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            NativeError.CheckedFlag(NativeMethods.cnn_allclose(Handle, target.Handle, rtol, atol, NativeMethods.Flag(equal_nan)));
    }
}
