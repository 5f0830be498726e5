using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Operations of networks without a state of their own.</summary>
        public static partial class functional
        {
            private static readonly long[] s_ones = [1, 1];
            private static readonly long[] s_zeros = [0, 0];

            /// <summary>A convolution of pictures [batch, channels, rows, columns].</summary>
            /// <param name="input">Pictures.</param>
            /// <param name="weight">Filters [output channels, input channels / groups, rows, columns].</param>
            /// <param name="bias">A value for each output channel.</param>
            /// <param name="strides">Steps in rows and columns; 1 if not given.</param>
            /// <param name="padding">Zeros at each side in rows and columns; 0 if not given.</param>
            /// <param name="dilation">Distances of a filter's points; 1 if not given.</param>
            /// <param name="groups">Parts that the channels are divided into.</param>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Tensor.Wrap(NativeMethods.cnn_conv2d(
                    input.Handle, weight.Handle, Tensor.HandleOf(bias), Pair(strides, s_ones), Pair(padding, s_zeros), Pair(dilation, s_ones), groups));

            /// <summary>A convolution whose padding follows from a rule.</summary>
            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Tensor.Wrap(NativeMethods.cnn_conv2d_padding(
                    input.Handle, weight.Handle, Tensor.HandleOf(bias), Pair(strides, s_ones), NativeMethods.Flag(padding == Padding.Same), Pair(dilation, s_ones),
                    groups));

            /// <summary>Each row of the input times the transpose of the weights, plus the bias.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Tensor.Wrap(NativeMethods.cnn_linear(input.Handle, weights.Handle, Tensor.HandleOf(bias)));

            // The native side reads exactly two numbers.
            private static long[] Pair(long[]? values, long[] otherwise) => values switch
            {
                null => otherwise,
                { Length: 2 } => values,
                { Length: 1 } => [values[0], values[0]],
                _ => throw new ArgumentException($"One or two numbers are needed, for rows and columns; {values.Length} were given.", nameof(values)),
            };
        }
    }
}
