namespace CnnTools;

/// <summary>The number format convolutions and matrix products are computed in. Weights and optimizer state stay 32-bit.</summary>
public enum CnnPrecision
{
    /// <summary>IEEE single precision everywhere.</summary>
    Float32,

    /// <summary>Autocast to bfloat16: 8 bits of exponent, 8 of significand. On CPUs with AVX-512 BF16 or AMX, and on recent GPUs, faster.</summary>
    BFloat16,

    /// <summary>Autocast to IEEE half precision with loss scaling. CUDA devices only.</summary>
    Float16,
}
