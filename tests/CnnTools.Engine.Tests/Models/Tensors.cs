using CnnTools.Core.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Models;

/// <summary>Tensors to numbers and back.</summary>
internal static class Tensors
{
    public static float[] Values(Tensor tensor)
    {
        using Tensor plain = tensor.detach();
        using Tensor contiguous = plain.contiguous();
        return contiguous.data<float>().ToArray();
    }

    public static Tensor Of(float[] values, params long[] shape) => torch.tensor(values, shape);

    /// <summary>Numbers that look random, in [-1, 1), the same in every run.</summary>
    public static float[] Noise(long count, int seed = 1)
    {
        var random = new SplitMix64((ulong)seed);
        var values = new float[count];
        for (int i = 0; i < values.Length; i++) values[i] = (float)((2 * random.NextDouble()) - 1);
        return values;
    }

    public static void AssertClose(float[] expected, float[] found, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"Value {i}: expected {expected[i]}, found {found[i]}.");
    }
}
