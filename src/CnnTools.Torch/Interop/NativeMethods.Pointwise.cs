using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// native/cnntorch.h: element-wise operations.
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial nint cnn_abs(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_abs_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_ceil(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_ceil_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_exp(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_exp_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_expm1(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_expm1_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_floor(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_floor_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log1p(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log1p_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log2(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log2_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log10(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_log10_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_neg(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_neg_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_reciprocal(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_reciprocal_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_round(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_round_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_rsqrt(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_rsqrt_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sigmoid(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sigmoid_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sign(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sign_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sin(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sin_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_cos(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_cos_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sqrt(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_sqrt_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_tanh(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_tanh_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_trunc(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_trunc_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_relu(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_relu_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_square(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_square_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_isfinite(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_isnan(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_isinf(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_logical_not(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_bitwise_not(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_maximum(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_minimum(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_logical_and(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_logical_or(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_logical_xor(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_matmul(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_mm(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_bmm(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_dot(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_outer(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_eq(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_eq_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_ne(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_ne_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_lt(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_lt_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_le(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_le_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_gt(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_gt_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_ge(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_ge_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_remainder(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_remainder_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_bitwise_and(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_bitwise_and_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_bitwise_or(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_bitwise_or_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_bitwise_xor(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint cnn_bitwise_xor_scalar(nint self, NativeScalar other);

    [LibraryImport(Library)]
    internal static partial nint cnn_add(nint self, nint other, NativeScalar alpha, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_add_scalar(nint self, NativeScalar other, NativeScalar alpha, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_sub(nint self, nint other, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_sub_scalar(nint self, NativeScalar other, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_mul(nint self, nint other, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_mul_scalar(nint self, NativeScalar other, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_div(nint self, nint other, int rounding, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_div_scalar(nint self, NativeScalar other, int rounding, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_pow(nint self, nint exponent, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_pow_scalar(nint self, NativeScalar exponent, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_addcmul(nint self, nint a, nint b, NativeScalar value, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_addcdiv(nint self, nint a, nint b, NativeScalar value, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_lerp(nint self, nint end, nint weight, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_clamp(nint self, in NativeScalar min, in NativeScalar max, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_clamp_tensor(nint self, nint min, nint max);

    [LibraryImport(Library)]
    internal static partial nint cnn_fill_(nint self, NativeScalar value);

    [LibraryImport(Library)]
    internal static partial nint cnn_zero_(nint self);

    [LibraryImport(Library)]
    internal static partial nint cnn_masked_fill(nint self, nint mask, NativeScalar value, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_where(nint condition, nint a, nint b);

    [LibraryImport(Library)]
    internal static partial nint cnn_silu(nint self, int inPlace);

    [LibraryImport(Library)]
    internal static partial nint cnn_gelu(nint self, int tanhApproximation);

    [LibraryImport(Library)]
    internal static partial nint cnn_leaky_relu(nint self, NativeScalar negativeSlope);

    [LibraryImport(Library)]
    internal static partial nint cnn_softmax(nint self, long dim, int dtype);

    [LibraryImport(Library)]
    internal static partial nint cnn_log_softmax(nint self, long dim, int dtype);
}
