using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// CnnScalar: a number that keeps its kind.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeScalar(long bits, long kind)
{
    private const long Integer = 0;
    private const long Floating = 1;
    private const long Boolean = 2;

    public readonly long Bits = bits;
    public readonly long Kind = kind;

    public static NativeScalar From(long value) => new(value, Integer);

    public static NativeScalar From(double value) => new(BitConverter.DoubleToInt64Bits(value), Floating);

    public static NativeScalar From(bool value) => new(value ? 1 : 0, Boolean);
}

// CnnIndex: one index of a Python-like index list.
[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    public const long Integer = 0;
    public const long Slice = 1;
    public const long NewAxis = 2;
    public const long Ellipsis = 3;
    public const long Boolean = 4;
    public const long Tensor = 5;

    public long Kind;
    public long Start;
    public long Stop;
    public long Step;
    public nint Handle;
}

// CnnAdamOptions
[StructLayout(LayoutKind.Sequential)]
internal struct NativeAdamOptions
{
    public double LearningRate;
    public double Beta1;
    public double Beta2;
    public double Epsilon;
    public double WeightDecay;
    public long Decoupled;
    public long Maximize;
}

// CnnSgdOptions
[StructLayout(LayoutKind.Sequential)]
internal struct NativeSgdOptions
{
    public double LearningRate;
    public double Momentum;
    public double Dampening;
    public double WeightDecay;
    public long Nesterov;
    public long Maximize;
}

// CnnAutocastState
[StructLayout(LayoutKind.Sequential)]
internal struct NativeAutocastState
{
    public long DeviceType;
    public long WasEnabled;
    public long PreviousDtype;
}

// CnnBlasInfo
[StructLayout(LayoutKind.Sequential)]
internal struct NativeBlasInfo
{
    public NameText Name;
    public PathText Path;
    public ConfigurationText Configuration;
    public long Threading;

    [InlineArray(64)]
    public struct NameText
    {
        private byte _first;
    }

    [InlineArray(1024)]
    public struct PathText
    {
        private byte _first;
    }

    [InlineArray(512)]
    public struct ConfigurationText
    {
        private byte _first;
    }
}
