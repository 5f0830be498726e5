using System.Runtime.InteropServices;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Training;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Training;

public sealed class WeightAverageTests
{
    private static readonly CnnNetwork s_network = new()
    {
        Name = "Tiny", Height = 4, Width = 4, Channels = 1,
        Layers = [new() { Kind = CnnLayerKind.Conv2d, Filters = 2, KernelSize = 3 }, new() { Kind = CnnLayerKind.BatchNorm2d }, new() { Kind = CnnLayerKind.Flatten }, new() { Kind = CnnLayerKind.Dense, Units = 2 }],
    };

    private static float[] Floats(Tensor values) => MemoryMarshal.Cast<byte, float>(values.detach().contiguous().bytes).ToArray();

    private static void Set(CnnModule model, double value)
    {
        using IDisposable noGradient = no_grad();
        foreach (Tensor tensor in model.state_dict().Values.Where(tensor => tensor.is_floating_point())) tensor.fill_(value);
    }

    [Fact]
    public void The_decay_grows_to_its_value()
    {
        Assert.Equal(0.1, WeightAverage.DecayAt(0.999, 0), 12);
        Assert.Equal(11.0 / 20, WeightAverage.DecayAt(0.999, 10), 12);
        Assert.Equal(0.999, WeightAverage.DecayAt(0.999, 100_000), 12);
    }

    [Fact]
    public void Weights_and_running_statistics_are_averaged()
    {
        using CnnModule model = NetworkBuilder.Build(s_network, 1);
        Set(model, 1);
        using var average = new WeightAverage(model, 0.5);
        double expected = 1;
        for (int step = 0; step < 12; step++)
        {
            Set(model, step * step);
            average.Update(step);
            // By hand: the share kept is (1 + step) / (10 + step) until that is one half.
            double kept = Math.Min(0.5, (1.0 + step) / (10 + step));
            expected = kept * expected + (1 - kept) * step * step;
        }

        Assert.Contains("batch_norm2d.running_mean", average.Values.Keys);
        foreach (Tensor tensor in average.Values.Values.Where(tensor => tensor.is_floating_point())) Assert.All(Floats(tensor), value => Assert.Equal(expected, value, 1e-4));
    }

    [Fact]
    public void The_model_has_the_averages_while_they_are_lent_and_its_own_weights_afterwards()
    {
        using CnnModule model = NetworkBuilder.Build(s_network, 1);
        Set(model, 1);
        using var average = new WeightAverage(model, 0.5);
        Set(model, 3);
        using (IDisposable loan = average.Lend())
        {
            Assert.All(Floats(model.state_dict()["dense.weight"]), value => Assert.Equal(1, value));
            loan.Dispose();
            Assert.All(Floats(model.state_dict()["dense.weight"]), value => Assert.Equal(3, value));
        }

        Assert.All(Floats(model.state_dict()["batch_norm2d.running_var"]), value => Assert.Equal(3, value));
        Assert.All(Floats(average.Values["dense.weight"]), value => Assert.Equal(1, value));
        average.Give();
        Assert.All(Floats(model.state_dict()["dense.weight"]), value => Assert.Equal(1, value));
    }
}
