using CnnTools.Core.Networks;
using Xunit;

namespace CnnTools.Engine.Tests.Models;

public class ShapeInferenceTests
{
    // Values of tf.nn.max_pool2d and tf.nn.conv2d: output, zeros before, zeros after.
    [Theory]
    [InlineData(5, 3, 1, CnnPadding.Valid, 3, 0, 0)]
    [InlineData(5, 2, 2, CnnPadding.Valid, 2, 0, 0)]
    [InlineData(2, 3, 1, CnnPadding.Valid, 0, 0, 0)]
    [InlineData(5, 3, 1, CnnPadding.Same, 5, 1, 1)]
    [InlineData(5, 4, 1, CnnPadding.Same, 5, 1, 2)]
    [InlineData(5, 2, 1, CnnPadding.Same, 5, 0, 1)]
    [InlineData(5, 2, 2, CnnPadding.Same, 3, 0, 1)]
    [InlineData(6, 2, 2, CnnPadding.Same, 3, 0, 0)]
    [InlineData(6, 3, 2, CnnPadding.Same, 3, 0, 1)]
    [InlineData(5, 3, 2, CnnPadding.Same, 3, 1, 1)]
    [InlineData(7, 1, 3, CnnPadding.Same, 3, 0, 0)]
    [InlineData(8, 2, 3, CnnPadding.Same, 3, 0, 0)]
    [InlineData(2, 5, 1, CnnPadding.Same, 2, 2, 2)]
    [InlineData(1, 2, 2, CnnPadding.Same, 1, 0, 1)]
    public void Windows_cover_an_axis_as_in_Keras(int input, int kernel, int stride, CnnPadding padding, int output, int before, int after) =>
        Assert.Equal(new WindowGeometry(output, before, after), WindowGeometry.Of(input, kernel, stride, padding));

    [Fact]
    public void Shapes_follow_the_layers()
    {
        IReadOnlyList<LayerShape> shapes = ShapeInference.Infer(Nets.Of(
            9, 8, 3,
            Nets.Conv(4, 3, stride: 2, padding: CnnPadding.Same),
            Nets.AveragePool(2, padding: CnnPadding.Same),
            Nets.MaxPool(2),
            Nets.Plain(CnnLayerKind.BatchNorm2d),
            Nets.Dropout(0.1),
            new CnnLayer { Kind = CnnLayerKind.Activation, Activation = CnnActivation.Tanh },
            Nets.Plain(CnnLayerKind.GlobalAveragePool2d),
            Nets.Flatten(),
            Nets.Dense(7)));
        Assert.Equal(["5x4x4", "3x2x4", "1x1x4", "1x1x4", "1x1x4", "1x1x4", "4", "4", "7"], shapes.Select(shape => shape.ToString()));
    }

    [Fact]
    public void A_network_without_layers_has_no_shapes_and_fits_to_no_dataset()
    {
        CnnNetwork empty = Nets.Of(8, 8, 1);
        Assert.Empty(ShapeInference.Infer(empty));
        Assert.Contains("has no layers", Nets.Fails("NetworkInvalid", () => ShapeInference.CheckFits(empty, 8, 8, 1, 10)), StringComparison.Ordinal);
    }

    public static TheoryData<string, CnnNetwork> Mistakes => new()
    {
        { "layer 4 (conv2d_1): a 3x3 window does not fit into a 2x2 input; use padding Same", Nets.Of(8, 8, 1, Nets.Conv(2, 1), Nets.MaxPool(2), Nets.MaxPool(2), Nets.Conv(2, 3)) },
        { "layer 1 (max_pool2d): a 3x3 window does not fit into a 8x2 input", Nets.Of(8, 2, 1, Nets.MaxPool(3)) },
        { "layer 1 (dense): Dense needs a row of features; found the plane 8x8x1. Put Flatten", Nets.Of(8, 8, 1, Nets.Dense(10)) },
        { "layer 2 (conv2d): Conv2d needs a plane (height x width x channels); found a row of 64 features", Nets.Of(8, 8, 1, Nets.Flatten(), Nets.Conv(1, 1)) },
        { "layer 2 (batch_norm2d): BatchNorm2d needs a plane", Nets.Of(8, 8, 1, Nets.Flatten(), Nets.Plain(CnnLayerKind.BatchNorm2d)) },
        { "layer 2 (global_average_pool2d): GlobalAveragePool2d needs a plane", Nets.Of(8, 8, 1, Nets.Flatten(), Nets.Plain(CnnLayerKind.GlobalAveragePool2d)) },
        { "layer 1 (conv2d): Conv2d needs Filters: a number of filters from 1 to 1,048,576.", Nets.Of(8, 8, 1, new CnnLayer { Kind = CnnLayerKind.Conv2d, KernelSize = 3 }) },
        { "layer 1 (max_pool2d): MaxPool2d needs KernelSize", Nets.Of(8, 8, 1, Nets.Plain(CnnLayerKind.MaxPool2d)) },
        { "layer 1 (dropout): Dropout needs Rate", Nets.Of(8, 8, 1, Nets.Plain(CnnLayerKind.Dropout)) },
        { "layer 1 (activation): Activation needs Activation: one of ReLU, GELU", Nets.Of(8, 8, 1, Nets.Plain(CnnLayerKind.Activation)) },
        { "layer 2 (dense): Dense needs Units", Nets.Of(8, 8, 1, Nets.Flatten(), Nets.Plain(CnnLayerKind.Dense)) },
        { "Conv2d takes no Units. It takes Filters, KernelSize, Stride, Padding, PaddingSize, Activation, Initializer, Bias. Units belongs to Dense.", Nets.Of(8, 8, 1, Nets.Conv(1, 1) with { Units = 3 }) },
        { "Flatten takes no Rate. It takes no properties. Rate belongs to Dropout.", Nets.Of(8, 8, 1, Nets.Flatten() with { Rate = 0.1 }) },
        { "BatchNorm2d takes no Activation. It takes Epsilon, Momentum.", Nets.Of(8, 8, 1, new CnnLayer { Kind = CnnLayerKind.BatchNorm2d, Activation = CnnActivation.ReLU }) },
        { "Filters is 0; expected a number of filters", Nets.Of(8, 8, 1, Nets.Conv(0, 1)) },
        { "KernelSize is -1; expected the window's side", Nets.Of(8, 8, 1, Nets.Conv(1, -1)) },
        { "Stride is 0; expected a step", Nets.Of(8, 8, 1, Nets.MaxPool(2, stride: 0)) },
        { "Rate is 1; expected the share of values set to zero, from 0 to less than 1", Nets.Of(8, 8, 1, Nets.Dropout(1)) },
        { "Rate is NaN; expected", Nets.Of(8, 8, 1, Nets.Dropout(double.NaN)) },
        { "Epsilon is 0; expected", Nets.Of(8, 8, 1, new CnnLayer { Kind = CnnLayerKind.BatchNorm2d, Epsilon = 0 }) },
        { "Momentum is 2; expected", Nets.Of(8, 8, 1, new CnnLayer { Kind = CnnLayerKind.BatchNorm2d, Momentum = 2 }) },
        { "Padding is 7; expected one of Valid, Same.", Nets.Of(8, 8, 1, Nets.Conv(1, 1, padding: (CnnPadding)7)) },
        { "layers[1].body[1] (residual.body.conv2d_1): a 5x5 window does not fit into a 4x4 input", Nets.Of(8, 8, 1, Nets.MaxPool(2), Residual([Nets.Conv(2, 1), Nets.Conv(2, 5)])) },
        { "layers[0].body[0].shortcut[0] (residual.body.residual.shortcut.dense): Dense needs a row", Nets.Of(8, 8, 1, Residual([Residual([Nets.Flatten()], [Nets.Dense(64)])])) },
        { "layers[0].shortcut[0] is null", Nets.Of(8, 8, 1, Residual([Nets.Conv(1, 1)], [null!])) },
        { "layer 1 (residual): its body gives 4x4x2, its shortcut 8x8x1; only equal shapes can be added. Add a Shortcut", Nets.Of(8, 8, 1, Residual([Nets.Conv(2, 2, 2)])) },
        { "its body gives 8x8x2, its shortcut 8x8x3; only equal shapes can be added. Change one", Nets.Of(8, 8, 1, Residual([Nets.Conv(2, 1)], [Nets.Conv(3, 1)])) },
        { "layer 1 (residual): Residual needs Body: a list of layers.", Nets.Of(8, 8, 1, Nets.Plain(CnnLayerKind.Residual)) },
        { "Flatten takes no Body. It takes no properties. Body belongs to Residual.", Nets.Of(8, 8, 1, Nets.Flatten() with { Body = [] }) },
        { "layer 1 (group_norm): 2 groups do not divide the 3 channels", Nets.Of(8, 8, 3, Nets.Plain(CnnLayerKind.GroupNorm) with { Groups = 2 }) },
        { "Filters is 2, fewer than the 3 channels of its input", Nets.Of(8, 8, 3, Nets.Plain(CnnLayerKind.PadChannels) with { Filters = 2 }) },
        { "its input 8x4 is smaller than its output of 5x5", Nets.Of(8, 4, 1, Nets.Plain(CnnLayerKind.AdaptiveAveragePool2d) with { OutputSize = 5 }) },
        { "Padding is Same and PaddingSize 1; expected one of them.", Nets.Of(8, 8, 1, Nets.Conv(1, 3, padding: CnnPadding.Same) with { PaddingSize = 1 }) },
        { "a pool's padding is at most half of its window; found 2 pixels for a KernelSize of 3.", Nets.Of(8, 8, 1, Nets.MaxPool(3) with { PaddingSize = 2 }) },
        { "PaddingSize is -1; expected pixels on each side", Nets.Of(8, 8, 1, Nets.Conv(1, 3) with { PaddingSize = -1 }) },
        { "layer 1 (99): there is no such kind of layer; expected one of Conv2d", Nets.Of(8, 8, 1, Nets.Plain((CnnLayerKind)99)) },
        { "its input is 0x8x1", Nets.Of(0, 8, 1, Nets.Flatten()) },
        { "at least 1 channel", Nets.Of(8, 8, 0, Nets.Flatten()) },
        { "its input 16384x16384x2 has more than 268,435,456 values", Nets.Of(16384, 16384, 2, Nets.Flatten()) },
        { "its name must have 1 to 100 characters", Nets.Of(8, 8, 1, Nets.Flatten()) with { Name = " " } },
        { "layer 1 is null", Nets.Of(8, 8, 1, [null!]) },
        { "at most 1000 are possible", Nets.Of(8, 8, 1, Enumerable.Repeat(Nets.Flatten(), 1001).ToArray()) },
        { "layer 1 (conv2d): its output 16384x16384x1048576 has", Nets.Of(16384, 16384, 1, Nets.Conv(1 << 20, 1)) },
        { "layer 3 (dense_1): up to here the network has 1,099,514,773,504 parameters; at most 2,147,483,647", Nets.Of(1, 1, 1, Nets.Flatten(), Nets.Dense(1 << 20), Nets.Dense(1 << 20)) },
    };

    // Outputs by hand: floor((input + 2 * padding - kernel) / stride) + 1.
    [Theory]
    [InlineData(224, 7, 2, 3, 112)]
    [InlineData(112, 3, 2, 1, 56)]
    [InlineData(5, 3, 1, 0, 3)]
    [InlineData(5, 3, 1, 4, 11)]
    [InlineData(1, 4, 1, 1, 0)]
    public void Windows_with_a_number_of_pixels_on_each_side(int input, int kernel, int stride, int zeros, int output) =>
        Assert.Equal(new WindowGeometry(output, zeros, zeros), WindowGeometry.Of(input, kernel, stride, zeros));

    private static CnnLayer Residual(CnnLayer[] body, CnnLayer[]? shortcut = null) => new() { Kind = CnnLayerKind.Residual, Body = body, Shortcut = shortcut };

    [Fact]
    public void Layers_inside_layers_may_be_four_deep_and_count()
    {
        CnnLayer inner = Nets.Flatten();
        for (int i = 0; i < ShapeInference.MaximumNesting; i++) inner = Residual([inner], [Nets.Flatten()]);
        Assert.Equal("64", ShapeInference.Infer(Nets.Of(8, 8, 1, inner))[0].ToString());
        Assert.Contains("lies inside 4 layers", Nets.Fails("NetworkInvalid", () => ShapeInference.Infer(Nets.Of(8, 8, 1, Residual([inner])))),
            StringComparison.Ordinal);
        CnnLayer[] many = [.. Enumerable.Repeat(Nets.Flatten(), 500)];
        Assert.Contains("at most 1000 are possible", Nets.Fails("NetworkInvalid", () => ShapeInference.Infer(Nets.Of(8, 8, 1, Residual(many, many)))),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_name_the_layer_and_what_to_do(string expected, CnnNetwork network) =>
        Assert.Contains(expected, Nets.Fails("NetworkInvalid", () => ShapeInference.Infer(network)), StringComparison.Ordinal);

    [Fact]
    public void Large_networks_are_counted_beyond_32_bits()
    {
        CnnNetwork network = Nets.Of(16384, 16384, 1, Nets.Conv(1, 1024, padding: CnnPadding.Same));
        Assert.Equal(16384L * 16384 * (2 * 1024 * 1024 + 1), NetworkSummary.TotalsOf(network).Flop);
    }

    [Fact]
    public void The_end_must_give_a_score_a_class()
    {
        CnnNetwork plane = Nets.Of(8, 8, 1, Nets.Conv(10, 1));
        Assert.Contains("layer 1 (conv2d): the last layer's output is the plane 8x8x10", Fit(plane), StringComparison.Ordinal);
        Assert.Contains("layer 2 (dense): the last layer gives 9 scores, but there are 10 classes", Fit(Nets.Of(8, 8, 1, Nets.Flatten(), Nets.Dense(9))), StringComparison.Ordinal);
        Assert.Contains("has the activation Sigmoid", Fit(Nets.Of(8, 8, 1, Nets.Flatten(), Nets.Dense(10, CnnActivation.Sigmoid))), StringComparison.Ordinal);
        ShapeInference.CheckFits(Nets.Of(8, 8, 1, Nets.Conv(10, 1), Nets.Plain(CnnLayerKind.GlobalAveragePool2d)), 8, 8, 1, 10);

        static string Fit(CnnNetwork network) => Nets.Fails("NetworkInvalid", () => ShapeInference.CheckFits(network, 8, 8, 1, 10));
    }

    [Fact]
    public void An_input_that_is_not_the_datasets_names_both()
    {
        CnnNetwork network = Nets.Of(28, 28, 1, Nets.Flatten(), Nets.Dense(10));
        string message = Nets.Fails("NetworkInvalid", () => ShapeInference.CheckFits(network, 32, 32, 3, 10));
        Assert.Contains("28x28x1", message, StringComparison.Ordinal);
        Assert.Contains("32x32x3", message, StringComparison.Ordinal);
    }
}
