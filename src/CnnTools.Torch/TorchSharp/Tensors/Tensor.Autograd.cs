using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Computes the gradients of this value with respect to all leaves that require them, and adds them to their <see cref="grad"/>.</summary>
        public void backward() => NativeError.Check(NativeMethods.cnn_backward(Handle, 0, 0, 0));

        /// <summary>Computes gradients; a tensor of more than one value needs the gradient to start from.</summary>
        /// <param name="grad_tensors">One tensor: the gradient with respect to this one.</param>
        /// <param name="retain_graph">Keeps the recording for another pass.</param>
        /// <param name="create_graph">Records the computation of the gradients too.</param>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false)
        {
            if (grad_tensors is { Count: > 1 }) throw new ArgumentException("One tensor has one gradient.", nameof(grad_tensors));
            var gradient = grad_tensors is { Count: 1 } ? grad_tensors[0].Handle : 0;
            NativeError.Check(NativeMethods.cnn_backward(Handle, gradient, NativeMethods.Flag(retain_graph), NativeMethods.Flag(create_graph)));
        }
    }
}
