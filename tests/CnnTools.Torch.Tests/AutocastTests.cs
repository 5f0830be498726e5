using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CnnTools.Torch.Tests;

public class AutocastTests
{
    [Fact]
    public void Products_compute_in_bfloat16_and_losses_in_float32()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(4, 3);
        var x = randn(2, 4);
        Tensor scores, loss;
        using (new Autocast(DeviceType.CPU, ScalarType.BFloat16))
        {
            Assert.True(Autocast.IsEnabled(DeviceType.CPU));
            scores = layer.call(x);
            Assert.Equal(ScalarType.BFloat16, scores.dtype);
            using (new Autocast(DeviceType.CPU, ScalarType.BFloat16, enabled: false)) Assert.Equal(ScalarType.Float32, layer.call(x).dtype);
            loss = functional.cross_entropy(scores, zeros([2], int64));
            Assert.Equal(ScalarType.Float32, loss.dtype);
        }
        Assert.False(Autocast.IsEnabled(DeviceType.CPU));
        Assert.Equal(ScalarType.Float32, layer.call(x).dtype);
        loss.backward();
        Assert.Equal(ScalarType.Float32, layer.weight.grad!.dtype);
        Reference.AssertClose(layer.call(x), scores.@float(), "bfloat16", 0.05);
    }

    [Fact]
    public void A_step_inside_uses_the_weights_of_the_step_before()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1, hasBias: false);
        for (var i = 1; i <= 3; i++)
        {
            init.constant_(layer.weight, (double)i);
            using (new Autocast(DeviceType.CPU, ScalarType.BFloat16)) Assert.Equal(2.0 * i, layer.call(ones(1, 2)).ToDouble());
        }
    }

    [Fact]
    public void Float16_on_a_CPU_is_refused() =>
        Assert.Contains("bfloat16", Assert.Throws<ExternalException>(() => new Autocast(DeviceType.CPU, ScalarType.Float16)).Message, StringComparison.Ordinal);
}
