using CnnTools.Core.Networks;
using Xunit;

namespace CnnTools.Engine.Tests.Models;

public class NetworkSummaryTests
{
    [Fact]
    public void Layers_inside_a_residual_layer_are_counted_one_by_one()
    {
        CnnNetwork network = Nets.Of(
            4, 4, 2,
            Nets.Plain(CnnLayerKind.Residual) with
            {
                Activation = CnnActivation.ReLU,
                Body = [Nets.Conv(3, 3, 2) with { PaddingSize = 1, Bias = false }, Nets.Plain(CnnLayerKind.BatchNorm2d),
                    Nets.Plain(CnnLayerKind.GroupNorm) with { Groups = 3 }],
                Shortcut = [Nets.Plain(CnnLayerKind.AdaptiveAveragePool2d) with { OutputSize = 2 }, Nets.Conv(3, 1)],
            },
            Nets.Plain(CnnLayerKind.DepthwiseConv2d) with { KernelSize = 2 },
            Nets.Flatten());
        // By hand: 12 values after the block; filters of 3x3x2 and 1x1x2; 4 means of 4 pixels in 2 channels; the sum and its activation; filters of 2x2.
        Assert.Equal(
            [
                "residual.body.conv2d 2x2x3 54 0 432", "residual.body.batch_norm2d 2x2x3 12 6 24", "residual.body.group_norm 2x2x3 6 0 72",
                "residual.shortcut.adaptive_average_pool2d 2x2x2 0 0 32", "residual.shortcut.conv2d 2x2x3 9 0 60", "residual 2x2x3 0 0 24",
                "depthwise_conv2d 1x1x3 15 0 27", "flatten 3 0 0 0",
            ],
            NetworkSummary.Of(network).Select(static line =>
                FormattableString.Invariant($"{line.Layer} {line.OutputShape} {line.Parameters} {line.NonTrainable} {line.Flops}")));
    }

    [Fact]
    public void TwoConv4x4_layer_by_layer()
    {
        IReadOnlyList<CnnLayerSummary> lines = NetworkSummary.Of(NetworkCatalog.Find("TwoConv4x4").For(32, 32, 3, 10));

        Assert.Equal(["conv2d", "max_pool2d", "conv2d_1", "max_pool2d_1", "flatten", "dense", "dense_1"], lines.Select(line => line.Layer));
        Assert.Equal(["29x29x32", "14x14x32", "11x11x32", "5x5x32", "800", "256", "10"], lines.Select(line => line.OutputShape));
        Assert.Equal([1_568, 0, 16_416, 0, 0, 205_056, 2_570], lines.Select(line => line.Parameters));
        Assert.Equal(29 * 29 * 32 * 4, lines[0].OutputBytes);
        Assert.Equal("Conv2d", lines[0].Kind);
    }

    [Fact]
    public void Flops_by_hand()
    {
        // 3x3 input of 2 channels, 2x2 window, 4 filters: 2x2 positions x 4 filters, each 8 multiply-adds, a bias and a ReLU.
        CnnNetwork network = Nets.Of(
            3, 3, 2,
            Nets.Conv(4, 2, activation: CnnActivation.ReLU), // 16 x (16 + 1 + 1) = 288
            Nets.Plain(CnnLayerKind.BatchNorm2d),            // 16 x 2 = 32
            Nets.MaxPool(2),                                 // 4 x 4 = 16
            Nets.Flatten(),
            Nets.Dropout(0.5),
            Nets.Dense(3) with { Bias = false });            // 3 x 8 = 24
        Assert.Equal([288, 32, 16, 0, 0, 24], NetworkSummary.Of(network).Select(line => line.Flops));

        NetworkTotals totals = NetworkSummary.TotalsOf(network);
        Assert.Equal(288 + 32 + 16 + 24, totals.Flop);
        Assert.Equal((4 * 9 + 16 + 12, 8L), (totals.Parameter, totals.NonTrainable));
        Assert.Equal(4 * (16 + 16 + 4 + 4 + 4 + 3), totals.ActivationByte);
        Assert.Equal(4 * 64, totals.ParameterByte);
    }

    [Fact]
    public void VggBatchNorm_takes_81_million_multiply_add_operations_and_a_little()
    {
        // Convolutions and dense layers alone take 81,465,344 (27, 288, 288, 576, 576, 1152 inputs an output, and 2048 x 1024, 1024 x 10).
        long products = 2L * ((1024 * 32 * (27 + 288)) + (256 * 64 * (288 + 576)) + (64 * 128 * (576 + 1152)) + (2048 * 1024) + (1024 * 10));
        long flop = NetworkCatalog.Find("VggBatchNorm").ToInfo().Flops;
        Assert.InRange(flop, products, products * 1.02);
    }

    [Fact]
    public void Names_count_every_kind_for_itself()
    {
        CnnLayerKind[] kinds = Enum.GetValues<CnnLayerKind>();
        Assert.Equal(
            ["conv2d", "batch_norm2d", "max_pool2d", "average_pool2d", "global_average_pool2d", "flatten", "dense", "dropout", "activation", "depthwise_conv2d", "group_norm", "adaptive_average_pool2d", "residual", "pad_channels"],
            LayerNames.Of(kinds.Select(Nets.Plain).ToArray()));
        Assert.Equal(["dense", "dense_1", "flatten", "dense_2"], LayerNames.Of([Nets.Dense(1), Nets.Dense(1), Nets.Flatten(), Nets.Dense(1)]));
    }
}
