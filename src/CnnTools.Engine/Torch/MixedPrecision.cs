using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Torch;

/// <summary>
/// Convolutions and matrix products in a narrower type. TorchSharp has no autocast (dotnet/TorchSharp#899); the layers that hold weights cast their input and
/// their weights themselves, as autocast
/// does (Micikevicius et al., "Mixed Precision Training", 2018): weights, their gradients and the statistics of batch normalization stay 32-bit floats.
/// </summary>
internal static class MixedPrecision
{
    /// <summary>The tensor type of a precision.</summary>
    public static ScalarType TypeOf(CnnPrecision precision) => precision switch
    {
        CnnPrecision.BFloat16 => ScalarType.BFloat16,
        CnnPrecision.Float16 => ScalarType.Float16,
        _ => ScalarType.Float32,
    };

    /// <summary>A convolution, computed in a type.</summary>
    public static Tensor Convolve(Tensor weight, Tensor? bias, Tensor input, long[] strides, long[] padding, long groups, ScalarType type) =>
        InType(weight, bias, input, type, (x, w, b) => nn.functional.conv2d(x, w, b, strides, padding, groups: groups));

    /// <summary>A product with a dense layer's weights, computed in a type.</summary>
    public static Tensor Multiply(Tensor weight, Tensor? bias, Tensor input, ScalarType type) =>
        InType(weight, bias, input, type, static (x, w, b) => nn.functional.linear(x, w, b));

    /// <summary>A tensor as 32-bit floats; takes over the one given.</summary>
    public static Tensor ToFloat32(Tensor tensor)
    {
        if (tensor.dtype == ScalarType.Float32) return tensor;
        using (tensor) return tensor.to(ScalarType.Float32);
    }

    private static Tensor InType(Tensor weight, Tensor? bias, Tensor input, ScalarType type, Func<Tensor, Tensor, Tensor?, Tensor> operation)
    {
        Tensor x = Cast(input), w = Cast(weight);
        Tensor? b = bias is null ? null : Cast(bias);
        try
        {
            return operation(x, w, b);
        }
        finally
        {
            // Autograd keeps what the backward pass needs by itself.
            if (!ReferenceEquals(x, input)) x.Dispose();
            if (!ReferenceEquals(w, weight)) w.Dispose();
            if (!ReferenceEquals(b, bias)) b!.Dispose();
        }

        Tensor Cast(Tensor tensor) => tensor.dtype == type ? tensor : tensor.to(type);
    }
}
