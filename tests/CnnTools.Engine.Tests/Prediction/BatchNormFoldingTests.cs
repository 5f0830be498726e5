using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Networks.Layers;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Prediction;

/// <summary>A network without its batch normalisations answers as the one with them, at the edges of the image too.</summary>
public sealed class BatchNormFoldingTests
{
    private const CnnActivation ReLU = CnnActivation.ReLU;

    // By what they show: batch normalisations left, layers.
    private static readonly Dictionary<string, (int Left, CnnLayer[] Layers)> s_cases = new(StringComparer.Ordinal)
    {
        ["into the convolution before it"] = (0, [Nets.Conv(5, 3, padding: CnnPadding.Same), Norm, Nets.Plain(CnnLayerKind.Activation) with { Activation = ReLU }, Nets.Flatten(), Nets.Dense(4)]),
        ["into the convolution after it, nothing padded"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.Conv(6, 3, activation: ReLU), Nets.Flatten(), Nets.Dense(4)]),
        ["into the padded convolution after it"] = (0, [Nets.Conv(5, 3, padding: CnnPadding.Same, activation: ReLU), Norm, Nets.Conv(6, 3, padding: CnnPadding.Same, activation: ReLU), Nets.Flatten(), Nets.Dense(4)]),
        ["window larger than what is left of the image"] = (0, [Nets.Conv(5, 3, 4, activation: ReLU), Norm, Nets.Conv(6, 7, padding: CnnPadding.Same, activation: ReLU), Nets.Flatten(), Nets.Dense(4)]),
        ["one more zero below and to the right"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.Conv(6, 4, padding: CnnPadding.Same, activation: CnnActivation.Tanh), Nets.Flatten(), Nets.Dense(4)]),
        ["steps of two"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.Conv(6, 3, 2, CnnPadding.Same, ReLU), Nets.Flatten(), Nets.Dense(4)]),
        ["through a pool of maxima"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.MaxPool(3, 2, CnnPadding.Same), Nets.Conv(6, 3, padding: CnnPadding.Same, activation: ReLU), Nets.Flatten(), Nets.Dense(4)]),
        ["through a pool of means"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.AveragePool(3, 2, CnnPadding.Same), Nets.Conv(6, 3, activation: ReLU), Nets.Flatten(), Nets.Dense(4)]),
        ["through flatten and dropout into a dense layer"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.MaxPool(2), Nets.Flatten(), Nets.Dropout(0.2), Nets.Dense(8, ReLU), Nets.Dense(4)]),
        ["through a global mean into a dense layer without a bias"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.Plain(CnnLayerKind.GlobalAveragePool2d), Nets.Dense(4) with { Bias = false }]),
        ["before and after one convolution"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.Conv(6, 3, padding: CnnPadding.Same) with { Bias = false }, Norm, Nets.Plain(CnnLayerKind.Activation) with { Activation = ReLU }, Nets.Flatten(), Nets.Dense(4)]),
        ["two in a row"] = (0, [Nets.Conv(5, 3), Norm, Norm, Nets.Flatten(), Nets.Dense(4)]),
        ["not through an activation"] = (1, [Nets.Conv(5, 3, activation: ReLU), Norm, Nets.Plain(CnnLayerKind.Activation) with { Activation = CnnActivation.SiLU }, Nets.Conv(6, 3, activation: ReLU), Norm, Nets.Flatten(), Nets.Dense(4)]),
        ["into the depthwise convolutions beside it"] = (0, [Nets.Conv(5, 3, activation: ReLU), Norm, Depthwise, Norm, Norm, Depthwise, Norm, Nets.Flatten(), Nets.Dense(4)]),
        ["inside a residual body and its shortcut"] = (0, [Nets.Conv(4, 3), Residual([Conv(5), Norm, Relu, Conv(5), Norm], [Nets.Conv(5, 1), Norm]), Nets.Flatten(), Nets.Dense(4)]),
        ["not from before a residual layer into it, but from behind it into what follows"] = (1, [Nets.Conv(4, 3, activation: ReLU), Norm, Residual([Conv(4)], null), Norm, Conv(3), Nets.Flatten(), Nets.Dense(4)]),
        ["from the body's start into its first convolution, padded"] = (0, [Nets.Conv(4, 3), Residual([Norm, Conv(4) with { Activation = ReLU }, Norm, Conv(4)], null), Nets.Flatten(), Nets.Dense(4)]),
        ["as the first layer"] = (0, [Norm, Nets.Conv(6, 3, padding: CnnPadding.Same, activation: ReLU), Nets.Flatten(), Nets.Dense(4)]),
    };

    public static TheoryData<string> Case
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (string name in s_cases.Keys) names.Add(name);
            return names;
        }
    }

    private static CnnLayer Relu => Nets.Plain(CnnLayerKind.Activation) with { Activation = ReLU };

    private static CnnLayer Conv(int filters) => Nets.Conv(filters, 3) with { PaddingSize = 1, Bias = false };

    private static CnnLayer Residual(CnnLayer[] body, CnnLayer[]? shortcut) =>
        Nets.Plain(CnnLayerKind.Residual) with { Body = body, Shortcut = shortcut, Activation = ReLU };

    private static CnnLayer Depthwise => Nets.Plain(CnnLayerKind.DepthwiseConv2d) with { KernelSize = 3, Padding = CnnPadding.Same };

    private static CnnLayer Norm => Nets.Plain(CnnLayerKind.BatchNorm2d);

    [Theory]
    [MemberData(nameof(Case))]
    public void The_answers_are_those_of_the_network_as_trained(string what) => Check(Nets.Of(13, 11, 3, s_cases[what].Layers), s_cases[what].Left, negative: false);

    [Fact]
    public void The_tutorials_network_loses_all_six() => Check(NetworkCatalog.Find("VggBatchNorm").For(16, 16, 3, 10), 0, negative: false);

    [Fact]
    public void A_negative_factor_is_not_carried_through_a_pool_of_maxima() =>
        Check(Nets.Of(12, 12, 3, Nets.Conv(5, 3, activation: ReLU), Norm, Nets.MaxPool(2), Nets.Conv(6, 3, activation: ReLU), Norm, Nets.Conv(4, 3, activation: ReLU), Nets.Flatten(), Nets.Dense(4)), 1, negative: true);

    [Fact]
    public void A_normalisation_of_infinite_factor_stays()
    {
        CnnNetwork network = Nets.Of(6, 6, 3, Nets.Conv(4, 3), Norm, Nets.Flatten(), Nets.Dense(2));
        using IDisposable noGradient = no_grad();
        using CnnModule module = Trained(network, negative: false);
        module.state_dict()["batch_norm2d.weight"].fill_(float.PositiveInfinity);
        Assert.Equal(network.Layers, BatchNormFolding.Fold(network, Weights.Save(module)).Network.Layers);
    }

    private static void Check(CnnNetwork network, int left, bool negative)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using CnnModule trained = Trained(network, negative);
        FoldedNetwork folding = BatchNormFolding.Fold(network, Weights.Save(trained));
        Assert.Equal(left, PlacedLayer.All(ShapeInference.Place(folding.Network)).Count(static layer => layer.Layer.Kind == CnnLayerKind.BatchNorm2d));
        WeightCheck.Check(folding.Network, folding.Tensors, "folded");

        using CnnModule folded = InferenceModule.Folded(folding, new torch.Device("cpu"), CnnPrecision.Float32);
        var random = new Random(3);
        float[] pixels = [.. Enumerable.Range(0, 4 * network.Channels * network.Height * network.Width).Select(_ => random.NextSingle())];
        Tensor input = tensor(pixels, [4, network.Channels, network.Height, network.Width]);
        float[] expected = trained.forward(input).contiguous().data<float>().ToArray(), found = folded.forward(input).contiguous().data<float>().ToArray();
        float scale = Math.Max(1, expected.Max(MathF.Abs));
        Assert.True(expected.Max() - expected.Min() > 0.05, "the answers must differ from one another for the comparison to mean something");
        for (int i = 0; i < expected.Length; i++) Assert.InRange(found[i] - expected[i], -1e-5f * scale, 1e-5f * scale);
    }

    /// <summary>A network whose normalisations have seen data: factors, summands, means and variances far from where they start.</summary>
    private static CnnModule Trained(CnnNetwork network, bool negative)
    {
        CnnModule module = NetworkBuilder.Build(network, seed: 9);
        module.eval();
        var random = new Random(8);
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor values) in module.state_dict())
        {
            using DisposeScope scope = NewDisposeScope();
            bool isNorm = name.Contains("batch_norm", StringComparison.Ordinal);
            (float low, float high) = name.Split('.')[^1] switch
            {
                "weight" when isNorm => (negative ? -1.5f : 0.5f, 1.5f),
                "running_var" => (0.3f, 2),
                "running_mean" or "bias" => (-0.8f, 0.8f),
                _ => (0, 0),
            };
            if (high <= low) continue;
            float[] drawn = [.. Enumerable.Range(0, (int)values.numel()).Select(_ => low + (high - low) * random.NextSingle())];
            values.copy_(tensor(drawn, values.shape));
        }

        return module;
    }
}
