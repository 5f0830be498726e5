using CnnTools.Torch.Interop;

namespace TorchSharp;

// The recording of operations for gradients, for one thread, until disposed.
internal sealed class AutoGradMode : IDisposable
{
    private readonly int _previous;

    public AutoGradMode(bool enabled)
    {
        _previous = NativeMethods.cnn_grad_mode();
        NativeMethods.cnn_set_grad_mode(NativeMethods.Flag(enabled));
    }

    public void Dispose() => NativeMethods.cnn_set_grad_mode(_previous);
}

// Inference mode for one thread, until disposed: like no_grad, and new tensors can never take part in gradients.
internal sealed class InferenceMode(bool enabled) : IDisposable
{
    private nint _guard = NativeError.CheckedHandle(NativeMethods.cnn_inference_mode_enter(NativeMethods.Flag(enabled)));

    public void Dispose()
    {
        var guard = Interlocked.Exchange(ref _guard, 0);
        if (guard != 0) NativeMethods.cnn_inference_mode_leave(guard);
    }
}

public static partial class torch
{
    /// <summary>Records nothing for gradients on this thread until disposed.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    /// <summary>Records for gradients on this thread until disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    /// <summary>Sets whether this thread records for gradients, until disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    /// <summary>Whether this thread records operations for gradients.</summary>
    public static bool is_grad_enabled() => NativeMethods.cnn_grad_mode() != 0;

    /// <summary>Inference mode on this thread until disposed: faster than <see cref="no_grad"/>, and its tensors can never take part in gradients.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => NativeMethods.cnn_inference_mode() != 0;

    /// <summary>Opens a scope that owns the tensors created on this thread until it is disposed.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    /// <summary>The innermost scope of this thread, null without one.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Computes a tensor in a scope of its own: only the result survives, in the scope around.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
