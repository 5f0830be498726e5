using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Arithmetic with numbers, safe from the garbage collector. TorchSharp (0.107) passes the native handle of a <see cref="Scalar"/> to libtorch without keeping
/// the object alive: when a
/// collection falls between the two, the finalizer frees the scalar while libtorch reads it. The result is a wrong number, an error about the scalar's type, or
/// the end of the process; it
/// was seen in trainings on busy machines. Also affected are TorchSharp's methods that create scalars themselves: sums of tensors (the factor alpha), operators
/// with numbers.
/// Here each scalar lives until the call has returned. A test finds calls that bypass this class.
/// </summary>
internal static class Arithmetic
{
    private static readonly Scalar s_one = 1;

    /// <summary>The sum of two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, s_one);

    /// <summary>Adds a tensor in place.</summary>
    public static Tensor AddInPlace(this Tensor target, Tensor summand) => target.add_(summand, s_one);

    /// <summary>Adds a number in place.</summary>
    public static Tensor AddInPlace(this Tensor target, Scalar summand)
    {
        using (summand) return target.add_(summand, s_one);
    }

    /// <summary>The product with a number.</summary>
    public static Tensor Times(this Tensor tensor, Scalar factor)
    {
        using (factor) return tensor.mul(factor);
    }

    /// <summary>Multiplies by a number in place.</summary>
    public static Tensor MultiplyInPlace(this Tensor target, Scalar factor)
    {
        using (factor) return target.mul_(factor);
    }

    /// <summary>Divides by a number in place.</summary>
    public static Tensor DivideInPlace(this Tensor target, Scalar divisor)
    {
        using (divisor) return target.div_(divisor);
    }

    /// <summary>Sets every value.</summary>
    public static Tensor FillInPlace(this Tensor target, Scalar value)
    {
        using (value) return target.fill_(value);
    }

    /// <summary>The values limited to a range, both ends included.</summary>
    public static Tensor LimitedTo(this Tensor tensor, Scalar minimum, Scalar maximum)
    {
        using (minimum)
        using (maximum)
            return tensor.clamp(minimum, maximum);
    }

    /// <summary>The whole numbers from 0 to <paramref name="count"/> - 1 as 64-bit integers.</summary>
    public static Tensor Range(long count, Device device)
    {
        using Scalar start = 0L, stop = count, step = 1L;
        return arange(start, stop, step, dtype: ScalarType.Int64, device: device);
    }

    /// <summary>A tensor of 32-bit floats in which every value is the same.</summary>
    public static Tensor Filled(ReadOnlySpan<long> shape, Scalar value, Device device)
    {
        using (value) return full(shape, value, dtype: ScalarType.Float32, device: device);
    }
}
