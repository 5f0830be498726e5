using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An array of numbers of one type on one device. It owns a native handle until <see cref="Dispose()"/>; a new tensor joins the innermost
    /// <see cref="DisposeScope"/> of its thread. There is no finalizer: what is neither disposed nor in a scope is never freed.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;
        private nint _handle;

        internal Tensor(nint handle, bool register = true)
        {
            _handle = handle;
            var count = Interlocked.Increment(ref s_totalCount);
            if (count > Volatile.Read(ref s_peakCount)) Volatile.Write(ref s_peakCount, count);
            if (register) DisposeScopeManager.ThreadSingleton.Created(this);
        }

        /// <summary>How many tensors are not yet disposed, in the whole process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        /// <summary>The largest <see cref="TotalCount"/> so far.</summary>
        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        /// <summary>A name for people; libtorch knows nothing of it.</summary>
        public string? name { get; set; }

        /// <summary>The native tensor.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public IntPtr Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Tensor), "The tensor was disposed.");

        /// <summary>Whether the tensor was disposed.</summary>
        public bool IsInvalid => _handle == 0;

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Frees the native handle; its memory goes when nothing else refers to it.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native handle.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0) return;
            Interlocked.Decrement(ref s_totalCount);
            DisposeScopeManager.ThreadSingleton.Disposed(this);
            NativeMethods.cnn_tensor_free(handle);
        }

        /// <summary>Moves the tensor to the scope around its own; without one it belongs to no scope.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: whoever holds it must dispose it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Moves the tensor to the scope of another tensor.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Moves the tensor to another scope; null: to none.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner)
                owner.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        /// <summary>Type, shape and device.</summary>
        public override string ToString() => IsInvalid ? "[disposed]" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        internal static Tensor Wrap(nint handle) => new(NativeError.CheckedHandle(handle));

        internal static nint HandleOf(Tensor? tensor) => tensor is null ? 0 : tensor.Handle;

        // An in-place operation answers with a second handle to this tensor, which is not needed.
        internal Tensor InPlace(nint result)
        {
            NativeMethods.cnn_tensor_free(NativeError.CheckedHandle(result));
            return this;
        }

        // Gives the native tensor away: this object is as good as disposed afterwards, and no longer in a scope.
        internal nint ReleaseHandle()
        {
            var handle = Handle;
            DetachFromDisposeScope();
            _handle = 0;
            Interlocked.Decrement(ref s_totalCount);
            return handle;
        }

        // Puts another native tensor in the place of this one: for state that must keep its managed identity while it moves.
        internal void Become(Tensor other)
        {
            var old = Interlocked.Exchange(ref _handle, other.ReleaseHandle());
            NativeMethods.cnn_tensor_free(old);
        }
    }
}
