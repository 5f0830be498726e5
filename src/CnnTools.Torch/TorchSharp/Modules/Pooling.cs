using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>The largest value of each window.</summary>
        public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
        {
            internal MaxPool2d(long[] kernelSize, long[]? stride, long[]? padding, long[]? dilation, bool ceilMode)
                : base(nameof(MaxPool2d))
            {
                kernel_size = kernelSize;
                this.stride = stride ?? kernelSize;
                this.padding = padding ?? [0, 0];
                this.dilation = dilation ?? [1, 1];
                ceil_mode = ceilMode;
            }

            /// <summary>Size of the windows.</summary>
            public long[] kernel_size { get; set; }

            /// <summary>Steps from window to window.</summary>
            public long[] stride { get; set; }

            /// <summary>Border that never is the largest.</summary>
            public long[] padding { get; set; }

            /// <summary>Distances of a window's points.</summary>
            public long[] dilation { get; set; }

            /// <summary>Whether a window may reach over the end.</summary>
            public bool ceil_mode { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor input) => nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);
        }

        /// <summary>The mean of each window.</summary>
        public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
        {
            internal AvgPool2d(long[] kernelSize, long[]? stride, long[]? padding, bool ceilMode, bool countIncludePad, long? divisorOverride)
                : base(nameof(AvgPool2d))
            {
                kernel_size = kernelSize;
                this.stride = stride ?? kernelSize;
                this.padding = padding ?? [0, 0];
                ceil_mode = ceilMode;
                count_include_pad = countIncludePad;
                divisor_override = divisorOverride;
            }

            /// <summary>Size of the windows.</summary>
            public long[] kernel_size { get; set; }

            /// <summary>Steps from window to window.</summary>
            public long[] stride { get; set; }

            /// <summary>Border of zeros.</summary>
            public long[] padding { get; set; }

            /// <summary>Whether a window may reach over the end.</summary>
            public bool ceil_mode { get; set; }

            /// <summary>Whether the border counts in the mean.</summary>
            public bool count_include_pad { get; set; }

            /// <summary>What a sum is divided by instead of the window's size.</summary>
            public long? divisor_override { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor input) =>
                nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
        }

        /// <summary>Means of windows chosen so that the output has a size.</summary>
        public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
        {
            internal AdaptiveAvgPool2d(long[] outputSize)
                : base(nameof(AdaptiveAvgPool2d)) => output_size = outputSize;

            /// <summary>Rows and columns of the output.</summary>
            public long[] output_size { get; set; }

            /// <inheritdoc />
            public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The largest value of each square window.</summary>
            public static Modules.MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new([kernel_size, kernel_size], Twice(stride), Twice(padding), Twice(dilation), ceil_mode);

            /// <summary>The largest value of each window.</summary>
            public static Modules.MaxPool2d MaxPool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                new([kernel_size.Item1, kernel_size.Item2], Both(stride), Both(padding), Both(dilation), ceil_mode);

            /// <summary>The mean of each square window.</summary>
            public static Modules.AvgPool2d AvgPool2d(
                long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new([kernel_size, kernel_size], Twice(stride), Twice(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window.</summary>
            public static Modules.AvgPool2d AvgPool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new([kernel_size.Item1, kernel_size.Item2], Both(stride), Both(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means of windows chosen so that the output is a square of a size.</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new([output_size, output_size]);

            /// <summary>Means of windows chosen so that the output has a size.</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new([output_size.Item1, output_size.Item2]);

            private static long[]? Twice(long? value) => value is { } number ? [number, number] : null;

            private static long[]? Both((long, long)? value) => value is { } pair ? [pair.Item1, pair.Item2] : null;
        }
    }
}
