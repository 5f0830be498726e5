using CnnTools.Engine.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Models;

/// <summary>A ReLU that is computed behind the maximum of its windows gives the same bits, forward and backward.</summary>
public sealed class PooledReLUTests
{
    [Theory]
    [InlineData(CnnPadding.Valid, 2)]
    [InlineData(CnnPadding.Same, 3)]
    public void Scores_and_gradients_are_those_of_the_layers_one_after_another(CnnPadding padding, int window)
    {
        using DisposeScope scope = NewDisposeScope();
        CnnLayer convolution = new() { Kind = CnnLayerKind.Conv2d, Filters = 6, KernelSize = 3, Padding = padding }, relu = new() { Kind = CnnLayerKind.Activation, Activation = CnnActivation.ReLU };
        CnnLayer pool = new() { Kind = CnnLayerKind.MaxPool2d, KernelSize = window, Padding = padding }, flatten = new() { Kind = CnnLayerKind.Flatten }, dense = new() { Kind = CnnLayerKind.Dense, Units = 4 };
        CnnNetwork together = new() { Name = "Together", Height = 9, Width = 11, Channels = 3, Layers = [convolution with { Activation = CnnActivation.ReLU }, pool, flatten, dense] };
        CnnNetwork apart = together with { Name = "Apart", Layers = [convolution, relu, pool, flatten, dense] };
        using CnnModule left = NetworkBuilder.Build(together, 5), right = NetworkBuilder.Build(apart, 5);
        using (no_grad())
            foreach (var (a, b) in left.parameters().Zip(right.parameters())) b.copy_(a);
        Tensor input = randn(7, 3, 9, 11);
        Tensor first = left.call(input), second = right.call(input);
        Assert.True(first.Equals(second));
        (first * first).sum().backward();
        (second * second).sum().backward();
        Assert.All(left.parameters().Zip(right.parameters()), static pair => Assert.True(pair.First.grad!.Equals(pair.Second.grad!)));
    }
}
