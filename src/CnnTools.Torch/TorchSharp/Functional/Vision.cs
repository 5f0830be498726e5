using CnnTools.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>With a border; two numbers a dimension, the last dimension first: left, right, top, bottom.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);

            /// <summary>With a border; two numbers a dimension, the last dimension first: left, right, top, bottom.</summary>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var kind = mode switch
                {
                    PaddingModes.Constant or PaddingModes.Zeros => 0,
                    PaddingModes.Reflect => 1,
                    PaddingModes.Replicate => 2,
                    PaddingModes.Circular => 3,
                    _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown padding mode."),
                };
                return Tensor.Wrap(NativeMethods.cnn_pad(input.Handle, pad, pad.Length, kind, mode == PaddingModes.Zeros ? 0 : value));
            }

            /// <summary>With a border left, right, above and below.</summary>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>Pictures [batch, channels, rows, columns] in another size.</summary>
            /// <param name="x">Pictures.</param>
            /// <param name="size">New rows and columns, or not given.</param>
            /// <param name="scale_factor">Factors of rows and columns, or not given.</param>
            /// <param name="mode">How new points come from old ones: Nearest, NearestExact, Bilinear, Bicubic, Area.</param>
            /// <param name="align_corners">Whether the corners' centres stay in place; for Bilinear and Bicubic.</param>
            /// <param name="recompute_scale_factor">Whether the factors follow from the sizes, which are whole, and not from what was given.</param>
            /// <param name="antialias">Whether a smaller picture is smoothed first; for Bilinear and Bicubic.</param>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null,
                bool recompute_scale_factor = false, bool antialias = false)
            {
                if (x.Dimensions != 4) throw new ArgumentException($"Pictures have 4 dimensions [batch, channels, rows, columns]; got {x.Dimensions}.", nameof(x));
                if ((size is null) == (scale_factor is null)) throw new ArgumentException("Either a size or a scale factor is needed, and not both.");
                var factors = scale_factor is { Length: 1 } ? [scale_factor[0], scale_factor[0]] : scale_factor;
                var target = Pair(size ?? [(long)(x.size(2) * factors![0]), (long)(x.size(3) * factors[1])], s_ones);
                if (mode == InterpolationMode.Area) return adaptive_avg_pool2d(x, target);
                var kind = mode switch
                {
                    InterpolationMode.Nearest => 0,
                    InterpolationMode.Bilinear => 1,
                    InterpolationMode.Bicubic => 2,
                    InterpolationMode.NearestExact => 3,
                    _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Pictures take Nearest, NearestExact, Bilinear, Bicubic or Area."),
                };
                var given = factors is not null && !recompute_scale_factor;
                return Tensor.Wrap(NativeMethods.cnn_upsample2d(
                    x.Handle, target[0], target[1], kind, NativeMethods.Flag(align_corners ?? false), NativeMethods.Flag(antialias), given ? factors![0] : 0,
                    given ? factors![1] : 0));
            }
        }
    }
}
