using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Number of dimensions.</summary>
        public long Dimensions => NativeError.CheckedValue(NativeMethods.cnn_dim(Handle));

        /// <summary>Number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => NativeError.CheckedValue(NativeMethods.cnn_numel(Handle));

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => NativeError.CheckedValue(NativeMethods.cnn_element_size(Handle));

        /// <summary>Sizes of all dimensions.</summary>
        public long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                NativeError.Check(NativeMethods.cnn_sizes(Handle, sizes));
                return sizes;
            }
        }

        /// <summary>Type of the elements.</summary>
        public ScalarType dtype => (ScalarType)NativeError.CheckedValue(NativeMethods.cnn_dtype(Handle));

        /// <summary>Device that the memory belongs to.</summary>
        public Device device
        {
            get
            {
                NativeError.Check(NativeMethods.cnn_device(Handle, out var type, out var index));
                return new Device((DeviceType)type, type == (int)DeviceType.CPU ? -1 : index);
            }
        }

        /// <summary>Kind of the device.</summary>
        public DeviceType device_type => device.type;

        /// <summary>Number of the device among those of its kind, -1 on a CPU.</summary>
        public int device_index => device.index;

        /// <summary>Whether the memory belongs to a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor was given by the user and not computed from one that requires gradients.</summary>
        public bool is_leaf => NativeError.CheckedFlag(NativeMethods.cnn_is_leaf(Handle));

        /// <summary>Whether operations with this tensor are recorded for gradients.</summary>
        public bool requires_grad
        {
            get => NativeError.CheckedFlag(NativeMethods.cnn_requires_grad(Handle));
            set => NativeError.Check(NativeMethods.cnn_set_requires_grad(Handle, NativeMethods.Flag(value)));
        }

        /// <summary>
        /// The gradient that <c>backward</c> has summed up here, null if there is none. Each read gives a new tensor over the same memory: dispose it.
        /// </summary>
        public Tensor? grad
        {
            get
            {
                NativeError.Check(NativeMethods.cnn_grad(Handle, out var gradient));
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set => NativeError.Check(NativeMethods.cnn_set_grad(Handle, HandleOf(value)));
        }

        /// <summary>Number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>Number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>Bytes of one element.</summary>
        public long element_size() => ElementSize;

        /// <summary>Size of one dimension; a negative one counts from the last.</summary>
        public long size(int dim) => NativeError.CheckedValue(NativeMethods.cnn_size(Handle, dim));

        /// <summary>Sizes of all dimensions.</summary>
        public long[] size() => shape;

        /// <summary>Elements between neighbours in each dimension.</summary>
        public long[] stride()
        {
            var strides = new long[Dimensions];
            NativeError.Check(NativeMethods.cnn_strides(Handle, strides));
            return strides;
        }

        /// <summary>Elements between neighbours in one dimension.</summary>
        public long stride(int dim)
        {
            var strides = stride();
            return strides[dim < 0 ? strides.Length + dim : dim];
        }

        /// <summary>Whether the elements are integers or booleans.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the elements are floating-point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the memory belongs to the processor.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the elements lie in memory in the order of their indices, without gaps.</summary>
        public bool is_contiguous() => NativeError.CheckedFlag(NativeMethods.cnn_is_contiguous(Handle, (int)memory_format.contiguous_format.Native()));

        /// <summary>Sets whether operations with this tensor are recorded for gradients.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Sets whether operations with this tensor are recorded for gradients.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);
    }
}
