namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>A tensor that a module owns and training changes. It is never in a scope: its module disposes it.</summary>
        public class Parameter : torch.Tensor
        {
            /// <summary>Makes a tensor a parameter; the tensor itself becomes empty.</summary>
            /// <param name="data">Initial values.</param>
            /// <param name="requires_grad">Whether gradients are computed for it.</param>
            public Parameter(torch.Tensor data, bool requires_grad = true)
                : base(Leaf(data), register: false) => this.requires_grad = requires_grad;

            // Only a leaf can gather gradients: what was computed from a recorded tensor is cut off first.
            private static nint Leaf(torch.Tensor data)
            {
                ArgumentNullException.ThrowIfNull(data);
                if (data.is_leaf) return data.ReleaseHandle();
                using (data) return data.detach().ReleaseHandle();
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Makes a tensor a parameter of a module; the tensor itself becomes empty.</summary>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
