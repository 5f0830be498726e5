using CnnTools.Engine.Modules;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Models;

public class SeededDropoutTests
{
    private const int Side = 100;

    private static CnnModule Build(double rate, long seed = 1) => NetworkBuilder.Build(Nets.Of(Side, Side, 1, Nets.Dropout(rate), Nets.Flatten()), seed);

    private static float[] Run(CnnModule module)
    {
        using Tensor ones = torch.ones([1, 1, Side, Side]);
        using Tensor output = module.forward(ones);
        return Tensors.Values(output);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void A_share_is_dropped_and_the_rest_scaled_so_that_the_mean_stays(double rate)
    {
        using CnnModule module = Build(rate);
        float[] output = Run(module);
        float kept = (float)(1 / (1 - rate));
        Assert.All(output, value => Assert.True(value == 0 || Math.Abs(value - kept) < 1e-6));
        // 10,000 draws: six standard deviations of the share dropped are at most 0.03.
        Assert.InRange(output.Count(value => value == 0) / (double)output.Length, rate - 0.03, rate + 0.03);
        Assert.InRange(output.Average(), 1 - (0.03 * kept), 1 + (0.03 * kept));
    }

    [Fact]
    public void Evaluation_and_rate_zero_change_nothing()
    {
        using CnnModule module = Build(0.5);
        module.eval();
        Assert.All(Run(module), value => Assert.Equal(1, value));
        module.train();
        Assert.Contains(0, Run(module));
        using CnnModule none = Build(0);
        Assert.All(Run(none), value => Assert.Equal(1, value));
    }

    [Fact]
    public void The_same_step_gives_the_same_mask_and_another_step_another()
    {
        using CnnModule module = Build(0.5);
        float[] untouched = Run(module);
        module.SetStep(5);
        float[] fifth = Run(module), drawnOn = Run(module);
        module.SetStep(6);
        float[] sixth = Run(module);
        module.SetStep(5);
        Assert.Equal(fifth, Run(module));
        module.SetStep(0);
        Assert.Equal(untouched, Run(module));
        Assert.NotEqual(fifth, sixth);
        Assert.NotEqual(fifth, drawnOn);

        using CnnModule same = Build(0.5);
        same.SetStep(5);
        Assert.Equal(fifth, Run(same));
        using CnnModule other = Build(0.5, seed: 2);
        other.SetStep(5);
        Assert.NotEqual(fifth, Run(other));
    }

    [Fact]
    public void Two_layers_draw_different_masks()
    {
        // With equal masks half the values would be left, with independent ones a quarter.
        using CnnModule module = NetworkBuilder.Build(Nets.Of(Side, Side, 1, Nets.Dropout(0.5), Nets.Dropout(0.5), Nets.Flatten()), 1);
        Assert.InRange(Run(module).Count(value => value != 0) / 10_000.0, 0.22, 0.28);
    }

    [Fact]
    public void The_gradient_passes_where_values_passed()
    {
        using CnnModule module = Build(0.5);
        using Tensor input = torch.ones([1, 1, Side, Side], requires_grad: true);
        using Tensor output = module.forward(input);
        using Tensor sum = output.sum();
        sum.backward();
        using Tensor gradient = input.grad!;
        Assert.Equal(Tensors.Values(output), Tensors.Values(gradient));
    }
}
