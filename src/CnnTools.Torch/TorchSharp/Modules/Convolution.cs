using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>What all convolutions have.</summary>
        public abstract class Convolution : nn.Module<Tensor, Tensor>
        {
            private protected Convolution(
                string name, long inChannels, long outChannels, long[] kernelSize, long[] stride, long[]? padding, Padding? paddingType, long[] dilation, long groups,
                bool bias, PaddingModes paddingMode, Device? device, ScalarType? dtype)
                : base(name)
            {
                if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
                    throw new ArgumentException($"{groups} groups do not divide {inChannels} input and {outChannels} output channels.", nameof(groups));
                if (paddingType == Padding.Same && stride.Any(step => step != 1))
                    throw new ArgumentException("Padding 'same' is defined for a stride of 1 only.", nameof(paddingType));
                in_channels = inChannels;
                out_channels = outChannels;
                kernel_size = kernelSize;
                this.stride = stride;
                this.padding = padding;
                padding_type = paddingType;
                this.dilation = dilation;
                this.groups = groups;
                padding_mode = paddingMode;
                weight = new Parameter(empty([outChannels, inChannels / groups, .. kernelSize], dtype, device));
                register_parameter(nameof(weight), weight);
                if (bias)
                {
                    this.bias = new Parameter(empty([outChannels], dtype, device));
                    register_parameter(nameof(bias), this.bias);
                }
                reset_parameters();
            }

            /// <summary>Channels of the input.</summary>
            public long in_channels { get; }

            /// <summary>Channels of the output.</summary>
            public long out_channels { get; }

            /// <summary>Size of a filter in rows and columns.</summary>
            public long[] kernel_size { get; }

            /// <summary>Steps in rows and columns.</summary>
            public long[] stride { get; }

            /// <summary>Zeros at each side in rows and columns; null where a rule says how many.</summary>
            public long[]? padding { get; }

            /// <summary>The rule for the padding, null where numbers are given.</summary>
            public Padding? padding_type { get; }

            /// <summary>Distances of a filter's points.</summary>
            public long[] dilation { get; }

            /// <summary>Parts that the channels are divided into.</summary>
            public long groups { get; }

            /// <summary>What the padding holds.</summary>
            public PaddingModes padding_mode { get; }

            /// <summary>The filters [output channels, input channels / groups, rows, columns].</summary>
            public Parameter weight { get; }

            /// <summary>A value for each output channel, null without one.</summary>
            public Parameter? bias { get; }

            /// <summary>Sets the parameters as PyTorch does: evenly between ±1/√(inputs of an output).</summary>
            public void reset_parameters() => LayerInitialization.Reset(weight, bias);
        }

        /// <summary>A convolution of pictures [batch, channels, rows, columns].</summary>
        public sealed class Conv2d : Convolution
        {
            internal Conv2d(
                long inChannels, long outChannels, (long, long) kernelSize, (long, long) stride, (long, long)? padding, Padding? paddingType, (long, long) dilation,
                PaddingModes paddingMode, long groups, bool bias, Device? device, ScalarType? dtype)
                : base(
                    nameof(Conv2d), inChannels, outChannels, [kernelSize.Item1, kernelSize.Item2], [stride.Item1, stride.Item2],
                    padding is { } pair ? [pair.Item1, pair.Item2] : null, paddingType, [dilation.Item1, dilation.Item2], groups, bias, paddingMode, device, dtype)
            {
            }

            /// <inheritdoc />
            public override Tensor forward(Tensor input)
            {
                if (padding_mode == PaddingModes.Zeros)
                    return padding_type is { } rule
                        ? nn.functional.conv2d_padding(input, weight, bias, stride, rule, dilation, groups)
                        : nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
                using var padded = nn.functional.pad(input, Border(), padding_mode);
                return nn.functional.conv2d(padded, weight, bias, stride, [0, 0], dilation, groups);
            }

            // Left, right, top, bottom; for "same" the odd one goes to the right and the bottom.
            private long[] Border()
            {
                if (padding is { } given) return [given[1], given[1], given[0], given[0]];
                if (padding_type != Padding.Same) return [0, 0, 0, 0];
                var (rows, columns) = (dilation[0] * (kernel_size[0] - 1), dilation[1] * (kernel_size[1] - 1));
                return [columns / 2, columns - columns / 2, rows / 2, rows - rows / 2];
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A convolution with square filters.</summary>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null, (dilation, dilation), padding_mode, groups,
                    bias, device, dtype);

            /// <summary>A convolution.</summary>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), null, dilation ?? (1, 1), padding_mode, groups, bias, device, dtype);

            /// <summary>A convolution with square filters whose padding follows from a rule.</summary>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, padding, (dilation, dilation), padding_mode, groups, bias, device,
                    dtype);

            /// <summary>A convolution whose padding follows from a rule.</summary>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride ?? (1, 1), null, padding, dilation ?? (1, 1), padding_mode, groups, bias, device, dtype);
        }
    }
}
