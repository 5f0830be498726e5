using CnnTools.Core.Networks;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Modules.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Models;

public class NetworkBuilderTests
{
    public static TheoryData<string> Names => [.. NetworkCatalog.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_networks_by_name_have_the_summarys_parameters_and_give_scores(string name)
    {
        NamedNetwork named = NetworkCatalog.Find(name);
        CnnNetwork network = named.For(named.Height, named.Width, named.Channels, named.ClassCount);
        NetworkTotals totals = NetworkSummary.TotalsOf(network);
        using CnnModule module = NetworkBuilder.Build(network, seed: 1);

        Assert.Equal(totals.Parameter - totals.NonTrainable, module.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(totals.NonTrainable, module.named_buffers().Where(pair => pair.name.Contains("running", StringComparison.Ordinal)).Sum(pair => pair.buffer.numel()));

        using Tensor input = torch.rand([2, named.Channels, named.Height, named.Width]);
        foreach (bool training in new[] { true, false })
        {
            module.train(training);
            using Tensor scores = module.forward(input);
            Assert.Equal([2, named.ClassCount], scores.shape);
            Assert.All(Tensors.Values(scores), score => Assert.True(float.IsFinite(score)));
        }
    }

    [Fact]
    public void Parameters_are_named_as_a_PyTorch_user_expects()
    {
        using CnnModule module = NetworkBuilder.Build(
            Nets.Of(
                8, 8, 3,
                Nets.Conv(4, 3), Nets.Plain(CnnLayerKind.BatchNorm2d), Nets.Conv(5, 2) with { Bias = false }, Nets.MaxPool(2), Nets.Flatten(),
                Nets.Dense(6, CnnActivation.ReLU), Nets.Dropout(0.5), Nets.Dense(2)),
            seed: 1);

        Assert.Equal(
            [
                "conv2d.weight 4x3x3x3", "conv2d.bias 4", "batch_norm2d.weight 4", "batch_norm2d.bias 4", "conv2d_1.weight 5x4x2x2",
                "dense.weight 6x20", "dense.bias 6", "dense_1.weight 2x6", "dense_1.bias 2",
            ],
            module.named_parameters().Select(pair => $"{pair.name} {string.Join('x', pair.parameter.shape)}"));
        string[] buffers = module.named_buffers().Select(pair => pair.name).ToArray();
        Assert.Contains("batch_norm2d.running_mean", buffers);
        Assert.Contains("batch_norm2d.running_var", buffers);
        Assert.All(buffers, name => Assert.StartsWith("batch_norm2d.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_start_as_in_Keras()
    {
        CnnNetwork network = Nets.Of(
            8, 8, 3, Nets.Conv(16, 3) with { Initializer = CnnInitializer.HeUniform }, Nets.Plain(CnnLayerKind.BatchNorm2d), Nets.Flatten(), Nets.Dense(10));
        using CnnModule module = NetworkBuilder.Build(network, seed: 3);
        Dictionary<string, float[]> values = module.named_parameters().ToDictionary(pair => pair.name, pair => Tensors.Values(pair.parameter));
        foreach ((string name, Tensor buffer) in module.named_buffers())
            if (name.Contains("running", StringComparison.Ordinal)) values.Add(name, Tensors.Values(buffer));

        // Fans: 3 x 3 x 3 inputs of a filter (He); 16 x 6 x 6 inputs and 10 outputs of the dense layer (Glorot).
        Assert.Equal(WeightInitializer.Draw(CnnInitializer.HeUniform, 16 * 27, 27, 16 * 9, 3, 0), values["conv2d.weight"]);
        Assert.Equal(WeightInitializer.Draw(CnnInitializer.GlorotUniform, 5760, 576, 10, 3, 3), values["dense.weight"]);
        Assert.All(values["conv2d.bias"].Concat(values["dense.bias"]).Concat(values["batch_norm2d.bias"]).Concat(values["batch_norm2d.running_mean"]), value => Assert.Equal(0, value));
        Assert.All(values["batch_norm2d.weight"].Concat(values["batch_norm2d.running_var"]), value => Assert.Equal(1, value));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_whatever_the_global_generator_drew()
    {
        CnnNetwork network = NetworkCatalog.Find("FashionTwoConv").For(28, 28, 1, 10);
        using CnnModule first = NetworkBuilder.Build(network, seed: 11);
        torch.rand([3]).Dispose();
        using CnnModule second = NetworkBuilder.Build(network, seed: 11);
        using CnnModule third = NetworkBuilder.Build(network, seed: 12);

        foreach (((string name, var parameter), (_, var same)) in first.named_parameters().Zip(second.named_parameters()))
        {
            Assert.Equal(Tensors.Values(parameter), Tensors.Values(same));
            if (name.EndsWith("weight", StringComparison.Ordinal))
                Assert.NotEqual(Tensors.Values(parameter), Tensors.Values(third.named_parameters().First(pair => pair.name == name).parameter));
        }
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        using CnnModule module = NetworkBuilder.Build(NetworkCatalog.Find("VggBatchNorm").For(16, 16, 3, 4), seed: 1);
        using Tensor input = Tensors.Of(Tensors.Noise(2 * 3 * 16 * 16), 2, 3, 16, 16);
        using Tensor scores = module.forward(input);
        using Tensor weights = Tensors.Of(Tensors.Noise(8), 2, 4);
        using Tensor weighted = scores.mul(weights);
        using Tensor loss = weighted.sum();
        loss.backward();
        foreach ((string name, var parameter) in module.named_parameters())
        {
            using Tensor? gradient = parameter.grad;
            Assert.True(gradient is not null && Tensors.Values(gradient).Any(value => value != 0), $"{name} has no gradient.");
        }
    }

    [Fact]
    public void Batch_norm_has_Keras_constants_unless_others_are_given()
    {
        // Two values 1 and 3: mean 2, variance 1, unbiased variance 2.
        using Tensor input = Tensors.Of([1, 3], 2, 1, 1, 1);
        AssertNorm(new CnnLayer { Kind = CnnLayerKind.BatchNorm2d }, 1e-3, 0.01);
        AssertNorm(new CnnLayer { Kind = CnnLayerKind.BatchNorm2d, Epsilon = 0.5, Momentum = 0.25 }, 0.5, 0.25);

        void AssertNorm(CnnLayer layer, double epsilon, double momentum)
        {
            using CnnModule module = NetworkBuilder.Build(Nets.Of(1, 1, 1, layer, Nets.Flatten()), seed: 1);
            using Tensor training = module.forward(input);
            float scaled = (float)(1 / Math.Sqrt(1 + epsilon));
            Tensors.AssertClose([-scaled, scaled], Tensors.Values(training));

            Dictionary<string, float> running = module.named_buffers().Where(pair => pair.name.Contains("running", StringComparison.Ordinal)).ToDictionary(pair => pair.name, pair => Tensors.Values(pair.buffer)[0]);
            Assert.Equal(2 * momentum, running["batch_norm2d.running_mean"], 1e-6);
            Assert.Equal((1 - momentum) + (2 * momentum), running["batch_norm2d.running_var"], 1e-6);

            module.eval();
            using Tensor evaluation = module.forward(input);
            double deviation = Math.Sqrt(running["batch_norm2d.running_var"] + epsilon);
            Tensors.AssertClose([(float)((1 - (2 * momentum)) / deviation), (float)((3 - (2 * momentum)) / deviation)], Tensors.Values(evaluation));
        }
    }

    [Theory]
    [InlineData(CnnActivation.ReLU, 0, 0, 1)]
    [InlineData(CnnActivation.ReLU6, 0, 0, 1)]
    [InlineData(CnnActivation.GELU, -0.158655254, 0, 0.841344746)]
    [InlineData(CnnActivation.SiLU, -0.268941421, 0, 0.731058579)]
    [InlineData(CnnActivation.Tanh, -0.761594156, 0, 0.761594156)]
    [InlineData(CnnActivation.Sigmoid, 0.268941421, 0.5, 0.731058579)]
    public void Activations_alone_and_after_a_layer(CnnActivation activation, double atMinusOne, double atZero, double atOne)
    {
        float[] expected = [(float)atMinusOne, (float)atZero, (float)atOne];
        using Tensor input = Tensors.Of([-1, 0, 1], 1, 1, 1, 3);
        using (CnnModule module = NetworkBuilder.Build(Nets.Of(1, 3, 1, new CnnLayer { Kind = CnnLayerKind.Activation, Activation = activation }, Nets.Flatten()), 1))
        using (Tensor output = module.forward(input))
            Tensors.AssertClose(expected, Tensors.Values(output));

        using (CnnModule module = NetworkBuilder.Build(Nets.Of(1, 3, 1, Nets.Conv(1, 1, activation: activation), Nets.Flatten()), 1))
        {
            SetAll(module, "conv2d.weight", 1);
            using Tensor output = module.forward(input);
            Tensors.AssertClose(expected, Tensors.Values(output));
        }
        Assert.Equal([-1, 0, 1], Tensors.Values(input));
    }

    [Fact]
    public void A_forward_pass_leaves_only_its_result_behind()
    {
        CnnNetwork network = Nets.Of(
            9, 9, 1,
            Nets.Conv(2, 2, padding: CnnPadding.Same, activation: CnnActivation.SiLU), Nets.Plain(CnnLayerKind.BatchNorm2d), Nets.MaxPool(2, padding: CnnPadding.Same),
            Nets.AveragePool(2, padding: CnnPadding.Same), Nets.AveragePool(3, stride: 1, padding: CnnPadding.Same), Nets.Dropout(0.5),
            Nets.Plain(CnnLayerKind.Residual) with { Activation = CnnActivation.ReLU, Body = [Nets.Conv(2, 1), Nets.Dropout(0.5)], Shortcut = [Nets.Dropout(0.1)] },
            Nets.Flatten(),
            Nets.Dense(4, CnnActivation.ReLU), new CnnLayer { Kind = CnnLayerKind.Activation, Activation = CnnActivation.Tanh }, Nets.Dense(2));
        using CnnModule module = NetworkBuilder.Build(network, 1);
        using Tensor input = torch.zeros([2, 1, 9, 9]);
        foreach (bool training in new[] { true, false })
        {
            module.train(training);
            // The scope knows every tensor made and not yet disposed on this thread since it began.
            using DisposeScope scope = torch.NewDisposeScope();
            Tensor output = module.forward(input);
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(output));
        }
    }

    [Fact]
    public void Flatten_goes_channel_by_channel()
    {
        using CnnModule module = NetworkBuilder.Build(Nets.Of(1, 2, 2, Nets.Flatten()), 1);
        using Tensor input = Tensors.Of([1, 2, 3, 4], 1, 2, 1, 2);
        using Tensor output = module.forward(input);
        Assert.Equal([1, 4], output.shape);
        Assert.Equal([1, 2, 3, 4], Tensors.Values(output));
    }

    [Fact]
    public void Global_average_is_the_mean_of_each_channel()
    {
        using CnnModule module = NetworkBuilder.Build(Nets.Of(2, 2, 2, Nets.Plain(CnnLayerKind.GlobalAveragePool2d)), 1);
        using Tensor input = Tensors.Of([1, 2, 3, 4, 10, 20, 30, 60], 1, 2, 2, 2);
        using Tensor output = module.forward(input);
        Assert.Equal([2.5f, 30], Tensors.Values(output));
    }

    [Fact]
    public void Images_of_another_shape_are_refused_with_both_shapes()
    {
        using CnnModule module = NetworkBuilder.Build(Nets.Of(4, 5, 3, Nets.Flatten(), Nets.Dense(2)), 1);
        using Tensor input = torch.zeros([1, 1, 5, 4]);
        var error = Assert.Throws<ArgumentException>(() => module.forward(input));
        Assert.Contains("(batch, 3, 4, 5); found (1, 1, 5, 4)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_network_is_not_built()
    {
        Nets.Fails("NetworkInvalid", () => NetworkBuilder.Build(Nets.Of(8, 8, 1), 1));
        Nets.Fails("NetworkInvalid", () => NetworkBuilder.Build(Nets.Of(8, 8, 1, Nets.Dense(1)), 1));
    }

    internal static void SetAll(CnnModule module, string name, float value)
    {
        using (torch.no_grad()) module.named_parameters().Single(pair => pair.name == name).parameter.fill_(value);
    }
}
