using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor in another element type; the same memory if nothing changes and no copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted((int)type, null, memory_format.preserve_format, copy, disposeAfter, non_blocking);

        /// <summary>The tensor in another element type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(-1, device, memory_format.preserve_format, copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>The tensor in another element type on another device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted((int)type, device, memory_format.preserve_format, copy, disposeAfter, non_blocking);

        /// <summary>The tensor in another tensor's type, on its device.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>The tensor in another tensor's element type.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>The tensor in the processor's memory.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>The tensor in a CUDA device's memory.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        /// <summary>As booleans: whether each element differs from zero.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>As unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>As 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>As 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>As half-precision numbers.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>As bfloat16 numbers.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>As single-precision numbers.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>As double-precision numbers.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The tensor with its elements in the order of their indices; itself if they already are.</summary>
        public Tensor contiguous() => Wrap(NativeMethods.cnn_contiguous(Handle, memory_format.contiguous_format.Native()));

        /// <summary>A copy of the values; gradients flow back through it.</summary>
        public Tensor clone() => Wrap(NativeMethods.cnn_clone(Handle, memory_format.preserve_format.Native()));

        /// <summary>A second tensor over the same memory.</summary>
        public Tensor alias() => Wrap(NativeMethods.cnn_alias(Handle));

        /// <summary>The same values in page-locked memory, from which copies to a CUDA device can run beside other work.</summary>
        public Tensor pin_memory() => Wrap(NativeMethods.cnn_pin_memory(Handle));

        /// <summary>Takes over another tensor's values, converted and broadcast as needed.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            InPlace(NativeMethods.cnn_copy_(Handle, source.Handle, NativeMethods.Flag(nonBlocking)));

        /// <summary>The same values, cut off from the recording of gradients.</summary>
        public Tensor detach() => Wrap(NativeMethods.cnn_detach(Handle));

        /// <summary>Cuts this tensor off from the recording of gradients.</summary>
        public Tensor detach_() => InPlace(NativeMethods.cnn_detach_(Handle));

        internal Tensor Converted(int type, Device? device, memory_format format, bool copy, bool disposeAfter, bool nonBlocking)
        {
            var result = Wrap(NativeMethods.cnn_to(
                Handle, type, device is null ? -1 : (int)device.type, device?.index ?? -1, format.Native(), NativeMethods.Flag(nonBlocking), NativeMethods.Flag(copy)));
            if (disposeAfter) Dispose();
            return result;
        }
    }
}
