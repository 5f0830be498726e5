using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Absolute values, element by element.</summary>
        public Tensor abs() => Wrap(NativeMethods.cnn_abs(Handle));

        /// <summary>Absolute values, element by element, in place.</summary>
        public Tensor abs_() => InPlace(NativeMethods.cnn_abs_(Handle));

        /// <summary>Smallest whole numbers not below, element by element.</summary>
        public Tensor ceil() => Wrap(NativeMethods.cnn_ceil(Handle));

        /// <summary>Smallest whole numbers not below, element by element, in place.</summary>
        public Tensor ceil_() => InPlace(NativeMethods.cnn_ceil_(Handle));

        /// <summary>Powers of e, element by element.</summary>
        public Tensor exp() => Wrap(NativeMethods.cnn_exp(Handle));

        /// <summary>Powers of e, element by element, in place.</summary>
        public Tensor exp_() => InPlace(NativeMethods.cnn_exp_(Handle));

        /// <summary>Powers of e, less 1, element by element.</summary>
        public Tensor expm1() => Wrap(NativeMethods.cnn_expm1(Handle));

        /// <summary>Powers of e, less 1, element by element, in place.</summary>
        public Tensor expm1_() => InPlace(NativeMethods.cnn_expm1_(Handle));

        /// <summary>Largest whole numbers not above, element by element.</summary>
        public Tensor floor() => Wrap(NativeMethods.cnn_floor(Handle));

        /// <summary>Largest whole numbers not above, element by element, in place.</summary>
        public Tensor floor_() => InPlace(NativeMethods.cnn_floor_(Handle));

        /// <summary>Natural logarithms, element by element.</summary>
        public Tensor log() => Wrap(NativeMethods.cnn_log(Handle));

        /// <summary>Natural logarithms, element by element, in place.</summary>
        public Tensor log_() => InPlace(NativeMethods.cnn_log_(Handle));

        /// <summary>Logarithms of base 10, element by element.</summary>
        public Tensor log10() => Wrap(NativeMethods.cnn_log10(Handle));

        /// <summary>Logarithms of base 10, element by element, in place.</summary>
        public Tensor log10_() => InPlace(NativeMethods.cnn_log10_(Handle));

        /// <summary>Natural logarithms of 1 + x, element by element.</summary>
        public Tensor log1p() => Wrap(NativeMethods.cnn_log1p(Handle));

        /// <summary>Natural logarithms of 1 + x, element by element, in place.</summary>
        public Tensor log1p_() => InPlace(NativeMethods.cnn_log1p_(Handle));

        /// <summary>Logarithms of base 2, element by element.</summary>
        public Tensor log2() => Wrap(NativeMethods.cnn_log2(Handle));

        /// <summary>Logarithms of base 2, element by element, in place.</summary>
        public Tensor log2_() => InPlace(NativeMethods.cnn_log2_(Handle));

        /// <summary>Values of opposite sign, element by element.</summary>
        public Tensor neg() => Wrap(NativeMethods.cnn_neg(Handle));

        /// <summary>Values of opposite sign, element by element, in place.</summary>
        public Tensor neg_() => InPlace(NativeMethods.cnn_neg_(Handle));

        /// <summary>1 / x, element by element.</summary>
        public Tensor reciprocal() => Wrap(NativeMethods.cnn_reciprocal(Handle));

        /// <summary>1 / x, element by element, in place.</summary>
        public Tensor reciprocal_() => InPlace(NativeMethods.cnn_reciprocal_(Handle));

        /// <summary>1 / the square root, element by element.</summary>
        public Tensor rsqrt() => Wrap(NativeMethods.cnn_rsqrt(Handle));

        /// <summary>1 / the square root, element by element, in place.</summary>
        public Tensor rsqrt_() => InPlace(NativeMethods.cnn_rsqrt_(Handle));

        /// <summary>1 / (1 + e^-x), element by element.</summary>
        public Tensor sigmoid() => Wrap(NativeMethods.cnn_sigmoid(Handle));

        /// <summary>1 / (1 + e^-x), element by element, in place.</summary>
        public Tensor sigmoid_() => InPlace(NativeMethods.cnn_sigmoid_(Handle));

        /// <summary>Signs: -1, 0 or 1, element by element.</summary>
        public Tensor sign() => Wrap(NativeMethods.cnn_sign(Handle));

        /// <summary>Signs: -1, 0 or 1, element by element, in place.</summary>
        public Tensor sign_() => InPlace(NativeMethods.cnn_sign_(Handle));

        /// <summary>Sines, element by element.</summary>
        public Tensor sin() => Wrap(NativeMethods.cnn_sin(Handle));

        /// <summary>Sines, element by element, in place.</summary>
        public Tensor sin_() => InPlace(NativeMethods.cnn_sin_(Handle));

        /// <summary>Cosines, element by element.</summary>
        public Tensor cos() => Wrap(NativeMethods.cnn_cos(Handle));

        /// <summary>Cosines, element by element, in place.</summary>
        public Tensor cos_() => InPlace(NativeMethods.cnn_cos_(Handle));

        /// <summary>Square roots, element by element.</summary>
        public Tensor sqrt() => Wrap(NativeMethods.cnn_sqrt(Handle));

        /// <summary>Square roots, element by element, in place.</summary>
        public Tensor sqrt_() => InPlace(NativeMethods.cnn_sqrt_(Handle));

        /// <summary>Hyperbolic tangents, element by element.</summary>
        public Tensor tanh() => Wrap(NativeMethods.cnn_tanh(Handle));

        /// <summary>Hyperbolic tangents, element by element, in place.</summary>
        public Tensor tanh_() => InPlace(NativeMethods.cnn_tanh_(Handle));

        /// <summary>Values without their fraction, element by element.</summary>
        public Tensor trunc() => Wrap(NativeMethods.cnn_trunc(Handle));

        /// <summary>Values without their fraction, element by element, in place.</summary>
        public Tensor trunc_() => InPlace(NativeMethods.cnn_trunc_(Handle));

        /// <summary>The larger of x and 0, element by element.</summary>
        public Tensor relu() => Wrap(NativeMethods.cnn_relu(Handle));

        /// <summary>The larger of x and 0, element by element, in place.</summary>
        public Tensor relu_() => InPlace(NativeMethods.cnn_relu_(Handle));

        /// <summary>Squares, element by element.</summary>
        public Tensor square() => Wrap(NativeMethods.cnn_square(Handle));

        /// <summary>The nearest whole numbers, halves to even, or the nearest with some decimals.</summary>
        public Tensor round(long decimals = 0L)
        {
            if (decimals == 0) return Wrap(NativeMethods.cnn_round(Handle));
            using var scaled = mul(Math.Pow(10, decimals));
            using var rounded = scaled.round();
            return rounded.div(Math.Pow(10, decimals));
        }

        /// <summary>Values of opposite sign.</summary>
        public Tensor negative() => neg();

        /// <summary>x · sigmoid(x), element by element.</summary>
        public Tensor silu() => Wrap(NativeMethods.cnn_silu(Handle, 0));

        /// <summary>x · sigmoid(x), element by element, in place.</summary>
        public Tensor silu_() => InPlace(NativeMethods.cnn_silu(Handle, 1));

        /// <summary>x · Φ(x) with the normal distribution's Φ, element by element.</summary>
        public Tensor gelu() => Wrap(NativeMethods.cnn_gelu(Handle, 0));

        /// <summary>x · Φ(x), exactly or by its approximation with tanh.</summary>
        public Tensor gelu(Modules.GELU.Approximate approximate) =>
            Wrap(NativeMethods.cnn_gelu(Handle, NativeMethods.Flag(approximate == Modules.GELU.Approximate.tanh)));

        /// <summary>x where positive, else x times a slope.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Wrap(NativeMethods.cnn_leaky_relu(Handle, negative_slope.Value));

        /// <summary>Whether each element is a finite number.</summary>
        public Tensor isfinite() => Wrap(NativeMethods.cnn_isfinite(Handle));

        /// <summary>Whether each element is not a number.</summary>
        public Tensor isnan() => Wrap(NativeMethods.cnn_isnan(Handle));

        /// <summary>Whether each element is infinite.</summary>
        public Tensor isinf() => Wrap(NativeMethods.cnn_isinf(Handle));

        /// <summary>Whether each element is zero.</summary>
        public Tensor logical_not() => Wrap(NativeMethods.cnn_logical_not(Handle));

        /// <summary>Bits reversed; for booleans, the negation.</summary>
        public Tensor bitwise_not() => Wrap(NativeMethods.cnn_bitwise_not(Handle));

        /// <summary>Exponentials along a dimension, scaled to the sum 1.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Wrap(NativeMethods.cnn_softmax(Handle, dim, NativeType(dtype)));

        /// <summary>Logarithms of <see cref="softmax(long, ScalarType?)"/>, computed without overflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Wrap(NativeMethods.cnn_log_softmax(Handle, dim, NativeType(dtype)));

        internal static int NativeType(ScalarType? dtype) => dtype is { } type ? (int)type : -1;
    }
}
