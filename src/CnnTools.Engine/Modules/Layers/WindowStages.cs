using CnnTools.Core.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Modules.Layers;

/// <summary>Pools and padding with Keras' 'same' rule, which libtorch's operators know only where both sides get as many zeros.</summary>
internal static class WindowStages
{
    /// <summary>Whether the operators' own padding argument can express the padding of both axes.</summary>
    public static bool IsSymmetric(WindowGeometry rows, WindowGeometry columns) => rows.IsSymmetric && columns.IsSymmetric;

    /// <summary>Pads a batch of planes. libtorch counts sides from the last axis: left, right, top, bottom.</summary>
    public static Tensor Pad(Tensor input, WindowGeometry rows, WindowGeometry columns, double value) =>
        nn.functional.pad(input, [columns.Before, columns.After, rows.Before, rows.After], PaddingModes.Constant, value);

    /// <summary>Largest value of each window; padded pixels never win.</summary>
    public static Func<Tensor, Tensor> MaxPool(long side, long stride, WindowGeometry rows, WindowGeometry columns)
    {
        long[] kernel = [side, side], strides = [stride, stride];
        if (IsSymmetric(rows, columns))
        {
            long[] padding = [rows.Before, columns.Before];
            return input => nn.functional.max_pool2d(input, kernel, strides, padding);
        }
        return input =>
        {
            using Tensor padded = Pad(input, rows, columns, double.NegativeInfinity);
            return nn.functional.max_pool2d(padded, kernel, strides);
        };
    }

    /// <summary>Mean of each window over the pixels that lie in the image: padded pixels do not count, as in TensorFlow.</summary>
    public static Func<Tensor, Tensor> AveragePool(long side, long stride, WindowGeometry rows, WindowGeometry columns)
    {
        long[] kernel = [side, side], strides = [stride, stride];
        if (IsSymmetric(rows, columns))
        {
            long[] padding = [rows.Before, columns.Before];
            return input => nn.functional.avg_pool2d(input, kernel, strides, padding, count_include_pad: false);
        }
        return input =>
        {
            // The mean over the padded window, divided by the share of its pixels that lie in the image.
            long[] shape = input.shape;
            using Tensor ones = torch.ones([1, 1, shape[2], shape[3]], dtype: input.dtype, device: input.device);
            using Tensor paddedOnes = Pad(ones, rows, columns, 0);
            using Tensor share = nn.functional.avg_pool2d(paddedOnes, kernel, strides);
            using Tensor padded = Pad(input, rows, columns, 0);
            using Tensor mean = nn.functional.avg_pool2d(padded, kernel, strides);
            return mean.div(share);
        };
    }
}
