using CnnTools.Torch.Interop;

namespace TorchSharp;

/// <summary>A single number in an operation with tensors. Whole numbers stay whole: adding the integer 1 leaves an integer tensor integer.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly NativeScalar Value;

    private Scalar(NativeScalar value, torch.ScalarType type)
    {
        Value = value;
        Type = type;
    }

    /// <summary>Kind of the number.</summary>
    public torch.ScalarType Type { get; }

    internal double AsDouble => Type switch
    {
        torch.ScalarType.Float64 or torch.ScalarType.Float32 => BitConverter.Int64BitsToDouble(Value.Bits),
        _ => Value.Bits,
    };

    internal long AsInt64 => Type is torch.ScalarType.Float64 or torch.ScalarType.Float32 ? (long)AsDouble : Value.Bits;

    /// <summary>Nothing is held; here because TorchSharp's scalars are disposable.</summary>
    public void Dispose()
    {
    }

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(byte value) => new(NativeScalar.From((long)value), torch.ScalarType.Byte);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(short value) => new(NativeScalar.From((long)value), torch.ScalarType.Int16);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(int value) => new(NativeScalar.From((long)value), torch.ScalarType.Int32);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(long value) => new(NativeScalar.From(value), torch.ScalarType.Int64);

    /// <summary>A floating-point number.</summary>
    public static implicit operator Scalar(float value) => new(NativeScalar.From((double)value), torch.ScalarType.Float32);

    /// <summary>A floating-point number.</summary>
    public static implicit operator Scalar(double value) => new(NativeScalar.From(value), torch.ScalarType.Float64);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(NativeScalar.From(value), torch.ScalarType.Bool);
}

/// <summary>Conversions between numbers and scalars.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>The truth value as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>The scalar as a single.</summary>
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;

    /// <summary>The scalar as a double.</summary>
    public static double ToDouble(this Scalar value) => value.AsDouble;

    /// <summary>The scalar as a 32-bit integer, cut towards zero.</summary>
    public static int ToInt32(this Scalar value) => (int)value.AsInt64;

    /// <summary>The scalar as a 64-bit integer, cut towards zero.</summary>
    public static long ToInt64(this Scalar value) => value.AsInt64;

    /// <summary>Whether the scalar differs from zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
