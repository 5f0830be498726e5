using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        /// <summary>A new generator.</summary>
        /// <param name="seed">Starting point of the stream.</param>
        /// <param name="device">Device whose tensors it fills; CPU if not given.</param>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            _handle = NativeError.CheckedHandle(NativeMethods.cnn_generator_new((int)this.device.type, this.device.index, seed));
        }

        private Generator(nint handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        /// <summary>The CPU generator that is used where none is given.</summary>
        public static Generator Default => new(NativeError.CheckedHandle(NativeMethods.cnn_generator_default((int)DeviceType.CPU, -1)), CPU);

        /// <summary>Device whose tensors the generator fills.</summary>
        public Device device { get; }

        /// <summary>The native generator.</summary>
        /// <exception cref="ObjectDisposedException">The generator was disposed.</exception>
        public IntPtr Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>The state, as a tensor of bytes.</summary>
        public Tensor get_state() => Tensor.Wrap(NativeMethods.cnn_generator_get_state(Handle));

        /// <summary>Continues from a state that <see cref="get_state"/> gave.</summary>
        public void set_state(Tensor value) => NativeError.Check(NativeMethods.cnn_generator_set_state(Handle, value.Handle));

        /// <summary>Starts the stream anew from a seed.</summary>
        public Generator manual_seed(long seed)
        {
            NativeError.Check(NativeMethods.cnn_generator_set_seed(Handle, unchecked((ulong)seed)));
            return this;
        }

        /// <summary>Starts the stream anew from the system's entropy; returns the seed.</summary>
        public long seed()
        {
            NativeError.Check(NativeMethods.cnn_generator_seed(Handle, out var value));
            return unchecked((long)value);
        }

        /// <summary>The seed that the stream started from.</summary>
        public long initial_seed()
        {
            NativeError.Check(NativeMethods.cnn_generator_initial_seed(Handle, out var value));
            return unchecked((long)value);
        }

        /// <summary>Frees the generator.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the generator.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0) NativeMethods.cnn_generator_free(handle);
        }

        internal static nint HandleOf(Generator? generator) => generator is null ? 0 : generator.Handle;
    }

    /// <summary>Seeds the default generators of all devices; returns the CPU's.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The state of the CPU's default generator.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Sets the state of the CPU's default generator.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The default generators.</summary>
    public static partial class random
    {
        /// <summary>Seeds the default generators of all devices; returns the CPU's.</summary>
        public static Generator manual_seed(long seed)
        {
            NativeError.Check(NativeMethods.cnn_manual_seed(unchecked((ulong)seed)));
            return Generator.Default;
        }

        /// <summary>The state of the CPU's default generator.</summary>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        /// <summary>Sets the state of the CPU's default generator.</summary>
        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
