using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The largest value of each window; the stride is the window's size where none is given.</summary>
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
            {
                var kernel = Pair(kernel_size, s_ones);
                return Tensor.Wrap(NativeMethods.cnn_max_pool2d(
                    input.Handle, kernel, Pair(strides, kernel), Pair(padding, s_zeros), Pair(dilation, s_ones), NativeMethods.Flag(ceil_mode)));
            }

            /// <summary>The largest value of each square window.</summary>
            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size], Single(stride), Single(padding), Single(dilation), ceil_mode);

            /// <summary>The largest value of each window.</summary>
            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
                bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size.Item1, kernel_size.Item2], Double(stride), Double(padding), Double(dilation), ceil_mode);

            /// <summary>The mean of each window; the stride is the window's size where none is given.</summary>
            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null)
            {
                var kernel = Pair(kernel_size, s_ones);
                return Tensor.Wrap(NativeMethods.cnn_avg_pool2d(
                    input.Handle, kernel, Pair(stride, kernel), Pair(padding, s_zeros), NativeMethods.Flag(ceil_mode), NativeMethods.Flag(count_include_pad),
                    divisor_override ?? 0));
            }

            /// <summary>The mean of each square window.</summary>
            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size], Single(stride), [padding], ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means of windows chosen so that the output has a size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Tensor.Wrap(NativeMethods.cnn_adaptive_avg_pool2d(input.Handle, Pair(output_size, s_ones)));

            /// <summary>Means of windows chosen so that the output has a size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, [output_size.Item1, output_size.Item2]);

            /// <summary>Means of windows chosen so that the output is a square of a size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size]);

            private static long[]? Single(long? value) => value is { } number ? [number] : null;

            private static long[]? Double((long, long)? value) => value is { } pair ? [pair.Item1, pair.Item2] : null;
        }
    }
}
