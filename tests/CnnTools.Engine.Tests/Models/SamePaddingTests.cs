using CnnTools.Engine.Modules;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Models;

/// <summary>Windows at the edge, against a plain computation by TensorFlow's rule. The cases have zeros on no side, on both alike, and one more below or to the
/// right.</summary>
public class SamePaddingTests
{
    private const int Channels = 2;

    public static TheoryData<int, int, int, int, CnnPadding> Cases => new()
    {
        // height, width, kernel, stride
        { 5, 4, 3, 1, CnnPadding.Valid },
        { 5, 4, 2, 2, CnnPadding.Valid },
        { 5, 4, 3, 1, CnnPadding.Same },
        { 5, 4, 2, 1, CnnPadding.Same },
        { 5, 4, 2, 2, CnnPadding.Same },
        { 6, 5, 3, 2, CnnPadding.Same },
        { 4, 7, 4, 1, CnnPadding.Same },
        { 7, 8, 4, 3, CnnPadding.Same },
        { 7, 5, 1, 3, CnnPadding.Same },
        { 2, 3, 5, 2, CnnPadding.Same },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Convolution(int height, int width, int kernel, int stride, CnnPadding padding)
    {
        using CnnModule module = NetworkBuilder.Build(Nets.Of(height, width, Channels, Nets.Conv(3, kernel, stride, padding), Nets.Flatten()), seed: 4);
        float[] weight = Tensors.Values(module.parameters().First());
        AssertOutput(module, height, width, kernel, stride, padding, filters: 3, (filter, taps) =>
            taps.Sum(tap => tap.Value * weight[(((filter * Channels) + tap.Channel) * kernel * kernel) + (tap.Row * kernel) + tap.Column]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maximum(int height, int width, int kernel, int stride, CnnPadding padding)
    {
        using CnnModule module = NetworkBuilder.Build(Nets.Of(height, width, Channels, Nets.MaxPool(kernel, stride, padding), Nets.Flatten()), seed: 4);
        AssertOutput(module, height, width, kernel, stride, padding, Channels, (channel, taps) => taps.Where(tap => tap.Channel == channel).Max(tap => tap.Value));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mean(int height, int width, int kernel, int stride, CnnPadding padding)
    {
        using CnnModule module = NetworkBuilder.Build(Nets.Of(height, width, Channels, Nets.AveragePool(kernel, stride, padding), Nets.Flatten()), seed: 4);
        AssertOutput(module, height, width, kernel, stride, padding, Channels, (channel, taps) => taps.Where(tap => tap.Channel == channel).Average(tap => tap.Value));
    }

    private sealed record Tap(int Channel, int Row, int Column, float Value);

    /// <summary>Compares the module's output with what a function makes of the pixels under each window, those outside the image left out.</summary>
    private static void AssertOutput(CnnModule module, int height, int width, int kernel, int stride, CnnPadding padding, int filters, Func<int, List<Tap>, float> compute)
    {
        // All values below zero: a maximum pool that took padded zeros into account would show.
        float[] values = Tensors.Noise(Channels * height * width).Select(value => value - 2).ToArray();
        (int rows, int top) = Axis(height);
        (int columns, int left) = Axis(width);
        var expected = new List<float>();
        for (int filter = 0; filter < filters; filter++)
            for (int y = 0; y < rows; y++)
                for (int x = 0; x < columns; x++)
                    expected.Add(compute(filter, Window((y * stride) - top, (x * stride) - left)));

        using Tensor input = Tensors.Of(values, 1, Channels, height, width);
        using Tensor output = module.forward(input);
        Tensors.AssertClose([.. expected], Tensors.Values(output));

        // TensorFlow's rule, written down anew: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
        (int Count, int Before) Axis(int input) => padding == CnnPadding.Valid
            ? ((int)Math.Ceiling((input - kernel + 1) / (double)stride), 0)
            : ((int)Math.Ceiling(input / (double)stride), Math.Max(input % stride == 0 ? kernel - stride : kernel - (input % stride), 0) / 2);

        List<Tap> Window(int y0, int x0)
        {
            var taps = new List<Tap>();
            for (int channel = 0; channel < Channels; channel++)
                for (int row = 0; row < kernel; row++)
                    for (int column = 0; column < kernel; column++)
                    {
                        int y = y0 + row, x = x0 + column;
                        if (y >= 0 && y < height && x >= 0 && x < width) taps.Add(new Tap(channel, row, column, values[(((channel * height) + y) * width) + x]));
                    }
            return taps;
        }
    }
}
