using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Numbers from <paramref name="start"/> to before <paramref name="stop"/> in steps.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var whole = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (whole ? ScalarType.Int64 : ScalarType.Float32);
        return Tensor.Wrap(NativeMethods.cnn_arange(
            start.Value, stop.Value, step.Value, (int)type, DeviceKind(device), DeviceIndex(device), NativeMethods.Flag(requires_grad)));
    }

    /// <summary>Numbers from <paramref name="start"/> to before <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers from 0 to before <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers at even distances, both ends included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Tensor.Wrap(NativeMethods.cnn_linspace(start, end, steps, Type(dtype), DeviceKind(device), DeviceIndex(device), NativeMethods.Flag(requires_grad)));

    /// <summary>A matrix with ones on its diagonal; square where no columns are given.</summary>
    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Tensor.Wrap(NativeMethods.cnn_eye(
            rows, columns < 0 ? rows : columns, Type(dtype), DeviceKind(device), DeviceIndex(device), NativeMethods.Flag(requires_grad)));

    /// <summary>A tensor of memory that is not set, in another's shape, and its type and device where none is given.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 0, 0, dtype, device, requires_grad);

    /// <summary>A tensor of zeros, in another's shape, and its type and device where none is given.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 1, 0, dtype, device, requires_grad);

    /// <summary>A tensor of ones, in another's shape, and its type and device where none is given.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 2, 0, dtype, device, requires_grad);

    /// <summary>A tensor of one value, in another's shape, and its type and device where none is given.</summary>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 3, value, dtype, device, requires_grad);

    /// <summary>Numbers evenly distributed between 0 and 1, in another tensor's shape.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 4, 0, dtype, device, requires_grad);

    /// <summary>Numbers from the standard normal distribution, in another tensor's shape.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 5, 0, dtype, device, requires_grad);

    private static Tensor Like(Tensor input, int kind, Scalar value, ScalarType? dtype, Device? device, bool requiresGrad) => Tensor.Wrap(NativeMethods.cnn_like(
        input.Handle, kind, value.Value, Tensor.NativeType(dtype), device is null ? -1 : (int)device.type, device?.index ?? -1, NativeMethods.Flag(requiresGrad)));
}
