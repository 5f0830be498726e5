using CnnTools.Torch.Interop;
using TorchSharp;

namespace CnnTools.Torch;

/// <summary>
/// Computes convolutions and matrix products of this thread in a smaller type until disposed, and what needs it in float32. Only the forward pass and the
/// loss belong inside; the backward pass follows the types that were recorded.
/// </summary>
public sealed class Autocast : IDisposable
{
    private readonly NativeAutocastState _previous;
    private bool _left;

    /// <summary>Switches autocast on or off.</summary>
    /// <param name="deviceType">CPU or CUDA.</param>
    /// <param name="dtype">bfloat16; on CUDA also float16, which needs a <see cref="GradScaler"/>.</param>
    /// <param name="enabled">False switches it off inside an outer one.</param>
    public Autocast(DeviceType deviceType, torch.ScalarType dtype, bool enabled = true) =>
        NativeError.Check(NativeMethods.cnn_autocast_enter((int)deviceType, NativeMethods.Flag(enabled), (int)dtype, out _previous));

    /// <summary>Whether it is on for a device on this thread.</summary>
    public static bool IsEnabled(DeviceType deviceType) => NativeError.CheckedFlag(NativeMethods.cnn_autocast_enabled((int)deviceType));

    /// <summary>Restores what was before. To be called on the same thread, in reverse order.</summary>
    public void Dispose()
    {
        if (_left) return;
        _left = true;
        NativeError.Check(NativeMethods.cnn_autocast_leave(in _previous));
    }
}
