using CnnTools.Core.Networks;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Torch;

/// <summary>Layers compute in bfloat16; weights, gradients and scores stay 32-bit floats.</summary>
public sealed class MixedPrecisionTests
{
    [Fact]
    public void Products_are_those_of_rounded_factors_and_gradients_stay_in_32_bits()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear layer = nn.Linear(4, 3);
        Tensor input = randn(2, 4);
        Tensor scores = MixedPrecision.Multiply(layer.weight!, layer.bias, input, ScalarType.BFloat16);
        Assert.Equal(ScalarType.BFloat16, scores.dtype);
        Tensor rounded = nn.functional.linear(Round(input), Round(layer.weight!), Round(layer.bias!));
        Assert.True(scores.to(ScalarType.Float32).allclose(rounded, rtol: 1e-2, atol: 1e-2));
        Assert.False(scores.to(ScalarType.Float32).Equals(nn.functional.linear(input, layer.weight!, layer.bias)));
        MixedPrecision.ToFloat32(scores).sum().backward();
        Assert.Equal(ScalarType.Float32, layer.weight!.grad!.dtype);
        Assert.True(layer.weight.grad!.allclose(Round(input).sum([0L]).expand(3, 4), rtol: 1e-2, atol: 1e-2));

        static Tensor Round(Tensor tensor) => tensor.detach().to(ScalarType.BFloat16).to(ScalarType.Float32);
    }

    [Fact]
    public void A_step_uses_the_weights_of_the_step_before()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear layer = nn.Linear(2, 1, hasBias: false);
        for (int i = 1; i <= 3; i++)
        {
            nn.init.constant_(layer.weight!, i);
            Assert.Equal(2f * i, MixedPrecision.Multiply(layer.weight!, null, ones(1, 2), ScalarType.BFloat16).to(ScalarType.Float32).item<float>());
        }
    }

    [Fact]
    public void A_network_gives_scores_in_32_bits_close_to_those_of_full_precision()
    {
        using DisposeScope scope = NewDisposeScope();
        using CnnModule network = NetworkBuilder.Build(NetworkCatalog.Find("VggBatchNorm").For(32, 32, 3, 10), seed: 3);
        network.ToChannelsLast();
        Tensor input = rand(8, 3, 32, 32).ToChannelsLast();
        network.eval();
        using IDisposable noGradient = no_grad();
        Tensor full = network.call(input);
        network.ComputeType = ScalarType.BFloat16;
        Tensor narrow = network.call(input);
        Assert.Equal(ScalarType.Float32, narrow.dtype);
        double error = ((full - narrow).norm() / full.norm()).item<float>();
        Assert.InRange(error, 1e-5, 0.05);
        network.CastWeights();
        Assert.True(network.call(input).Equals(narrow));
    }

    [Theory]
    [InlineData(1, 5, 4, 3)]
    [InlineData(6, 3, 7, 5)]
    [InlineData(2, 1, 4, 4)]
    public void Channels_last_moves_memory_and_not_values(long count, long channels, long height, long width)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = rand(count, channels, height, width), moved = images.ToChannelsLast();
        Assert.Equal(images.shape, moved.shape);
        Assert.True(images.Equals(moved));
        long[] expected = [height * width * channels, 1, width * channels, channels], found = moved.stride();
        for (int axis = 0; axis < 4; axis++)
            if (images.shape[axis] > 1) Assert.Equal(expected[axis], found[axis]);
    }
}
