namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sums, element by element.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(Tensor left, int right) => left.add(right);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(int left, Tensor right) => right.add(left);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(Tensor left, long right) => left.add(right);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(long left, Tensor right) => right.add(left);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(Tensor left, float right) => left.add(right);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(float left, Tensor right) => right.add(left);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(Tensor left, double right) => left.add(right);

        /// <summary>Sums with a number.</summary>
        public static Tensor operator +(double left, Tensor right) => right.add(left);

        /// <summary>Products, element by element.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(Tensor left, int right) => left.mul(right);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(int left, Tensor right) => right.mul(left);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(Tensor left, long right) => left.mul(right);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(long left, Tensor right) => right.mul(left);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(Tensor left, float right) => left.mul(right);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(float left, Tensor right) => right.mul(left);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(Tensor left, double right) => left.mul(right);

        /// <summary>Products with a number.</summary>
        public static Tensor operator *(double left, Tensor right) => right.mul(left);

        /// <summary>Differences, element by element.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => SubtractFrom(left, right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(Tensor left, int right) => left.sub(right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(int left, Tensor right) => SubtractFrom(left, right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(Tensor left, long right) => left.sub(right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(long left, Tensor right) => SubtractFrom(left, right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(Tensor left, float right) => left.sub(right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(float left, Tensor right) => SubtractFrom(left, right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(Tensor left, double right) => left.sub(right);

        /// <summary>Differences with a number.</summary>
        public static Tensor operator -(double left, Tensor right) => SubtractFrom(left, right);

        /// <summary>Quotients, element by element.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => DivideBy(left, right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(Tensor left, int right) => left.div(right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(int left, Tensor right) => DivideBy(left, right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(Tensor left, long right) => left.div(right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(long left, Tensor right) => DivideBy(left, right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(Tensor left, float right) => left.div(right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(float left, Tensor right) => DivideBy(left, right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(Tensor left, double right) => left.div(right);

        /// <summary>Quotients with a number.</summary>
        public static Tensor operator /(double left, Tensor right) => DivideBy(left, right);

        /// <summary>Remainders, element by element.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        /// <summary>Remainders with a number.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        /// <summary>Remainders with a number.</summary>
        public static Tensor operator %(Tensor left, int right) => left.remainder(right);

        /// <summary>Remainders with a number.</summary>
        public static Tensor operator %(Tensor left, long right) => left.remainder(right);

        /// <summary>Remainders with a number.</summary>
        public static Tensor operator %(Tensor left, float right) => left.remainder(right);

        /// <summary>Remainders with a number.</summary>
        public static Tensor operator %(Tensor left, double right) => left.remainder(right);

        /// <summary>Values of opposite sign.</summary>
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        /// <summary>Bits set in both; for booleans, where both are true.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        /// <summary>Bits set in at least one; for booleans, where at least one is true.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        /// <summary>Bits set in exactly one; for booleans, where exactly one is true.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        /// <summary>Bits reversed; for booleans, the negation.</summary>
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        // The intermediate goes at once: it would otherwise live until its scope ends.
        private static Tensor SubtractFrom(Scalar left, Tensor right)
        {
            using var negative = right.neg();
            return negative.add(left);
        }

        private static Tensor DivideBy(Scalar left, Tensor right)
        {
            using var reciprocal = right.reciprocal();
            return reciprocal.mul(left);
        }
    }
}
