using CnnTools.Torch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The larger of x and 0.</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            /// <summary>x · Φ(x) with the normal distribution's Φ.</summary>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <summary>x · Φ(x), exactly or by its approximation with tanh.</summary>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false)
            {
                if (!inplace) return x.gelu(approximate);
                using var result = x.gelu(approximate);
                return x.copy_(result).alias();
            }

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_().alias() : x.silu();

            /// <summary>Hyperbolic tangents.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            /// <summary>1 / (1 + e^-x).</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <summary>1 / (1 + e^-x).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            /// <summary>Exponentials along a dimension, scaled to the sum 1.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>Logarithms of the softmax along a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>In training, zeros with a probability and the rest scaled by 1 / (1 - p); else the input.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Tensor.Wrap(NativeMethods.cnn_dropout(input.Handle, p, NativeMethods.Flag(training), NativeMethods.Flag(inplace)));

            /// <summary>
            /// Values scaled by channel to mean 0 and variance 1, then by weight and bias: with the batch's statistics in training, which also move the
            /// running ones, else with the running ones (Ioffe and Szegedy 2015, arXiv:1502.03167).
            /// </summary>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1,
                double eps = 1e-5) =>
                Tensor.Wrap(NativeMethods.cnn_batch_norm(
                    input.Handle, Tensor.HandleOf(weight), Tensor.HandleOf(bias), Tensor.HandleOf(running_mean), Tensor.HandleOf(running_var),
                    NativeMethods.Flag(training), momentum, eps));
        }
    }
}
