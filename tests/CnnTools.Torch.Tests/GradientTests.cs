using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CnnTools.Torch.Tests;

public class GradientTests
{
    private static readonly Dictionary<string, Func<Func<string, Tensor>, Tensor[]>> Functions = new()
    {
        ["matmul"] = i => [i("a").matmul(i("b"))],
        ["chain"] = i => [(i("x").matmul(i("w")).tanh() * i("x").mean()).softmax(1)],
        ["softmax"] = i => [i("x").softmax(1)], ["log_softmax"] = i => [i("x").log_softmax(1)],
        ["linear"] = i => [functional.linear(i("x"), i("w"), i("b"))],
        ["conv2d"] = i => [functional.conv2d(i("x"), i("w"), i("b"))],
        ["conv2d_options"] = i => [functional.conv2d(i("x"), i("w"), i("b"), [2, 1], [1, 2], [1, 2], 2)],
        ["conv2d_same"] = i => [functional.conv2d_padding(i("x"), i("w"), null, null, Padding.Same)],
        ["conv2d_replicate"] = i => [functional.conv2d(functional.pad(i("x"), (1, 1, 1, 1), PaddingModes.Replicate), i("w"))],
        ["max_pool2d"] = i => [functional.max_pool2d(i("x"), 2)],
        ["max_pool2d_options"] = i => [functional.max_pool2d(i("x"), 3, 2, 1, 1, true)],
        ["avg_pool2d"] = i => [functional.avg_pool2d(i("x"), 2, 2, 1, false, false)],
        ["adaptive_avg_pool2d"] = i => [functional.adaptive_avg_pool2d(i("x"), (3, 2))],
        ["relu_gradient"] = i => [functional.relu(i("x"))], ["gelu_gradient"] = i => [functional.gelu(i("x"))],
        ["silu_gradient"] = i => [functional.silu(i("x"))], ["tanh_gradient"] = i => [functional.tanh(i("x"))],
        ["sigmoid_gradient"] = i => [functional.sigmoid(i("x"))],
        ["pad"] = i => [functional.pad(i("x"), (1, 2, 0, 3), value: 0.5)],
        ["pad_reflect"] = i => [functional.pad(i("x"), (2, 1, 1, 2), PaddingModes.Reflect)],
        ["interpolate_bilinear"] = i => [functional.interpolate(i("x"), [9, 5], mode: InterpolationMode.Bilinear, align_corners: false)],
        ["interpolate_antialias"] = i => [functional.interpolate(i("x"), [3, 4], mode: InterpolationMode.Bilinear, antialias: true)],
        ["interpolate_bicubic"] = i => [functional.interpolate(i("x"), [9, 5], mode: InterpolationMode.Bicubic, align_corners: true)],
        ["interpolate_scale"] = i => [functional.interpolate(i("x"), scale_factor: [1.5])],
        ["batch_norm"] = BatchNorm,
        ["cross_entropy"] = i => [functional.cross_entropy(i("x"), i("target"))],
        ["cross_entropy_smoothing"] = i => [functional.cross_entropy(i("x"), i("target"), label_smoothing: 0.1)],
        ["cross_entropy_weight"] = i => [functional.cross_entropy(i("x"), i("target"), i("weight"))],
        ["cross_entropy_both"] = i => [functional.cross_entropy(i("x"), i("target"), i("weight"), label_smoothing: 0.2)],
        ["cross_entropy_sum"] = i => [functional.cross_entropy(i("x"), i("target"), reduction: Reduction.Sum)],
        ["cross_entropy_none"] = i => [functional.cross_entropy(i("x"), i("target"), reduction: Reduction.None)],
        ["cross_entropy_ignore"] = i => [functional.cross_entropy(i("x"), i("target"), ignore_index: 4)],
        ["cross_entropy_probabilities"] = i => [functional.cross_entropy(i("x"), i("target"))],
        ["nll_loss"] = i => [functional.nll_loss(functional.log_softmax(i("x"), 1), i("target"), i("weight"))],
        ["mse_loss"] = i => [functional.mse_loss(i("x"), i("target"))],
        ["one_hot"] = i => [functional.one_hot(i("x"), 6)],
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_and_gradients_are_those_of_PyTorch(string name) => Reference.Check(name, Functions[name]);

    [Fact]
    public void Every_reference_case_is_checked()
    {
        var checkedNames = Functions.Keys.Concat(OperatorTests.Checked).Order();
        Assert.Equal(Reference.Get("cases").EnumerateObject().Select(entry => entry.Name).Order(), checkedNames);
    }

    [Fact]
    public void Gradients_add_up_until_they_are_removed()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 3 }, requires_grad: true);
        (x * x).backward();
        (x * x).backward();
        Assert.Equal(12f, x.grad!.item<float>());
        x.grad = null;
        Assert.Null(x.grad);
        using (no_grad()) Assert.False((x * x).requires_grad);
        Assert.True((x * x).requires_grad);
        Assert.False(x.detach().requires_grad);
        (x * tensor(new float[] { 1 })).backward([tensor(new float[] { 5 })]);
        Assert.Equal(5f, x.grad!.item<float>());
    }

    [Fact]
    public void Modes_end_where_they_are_disposed()
    {
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            using (enable_grad()) Assert.True(is_grad_enabled());
            Assert.False(is_grad_enabled());
        }
        using (inference_mode()) Assert.True(is_inference_mode_enabled());
        Assert.False(is_inference_mode_enabled());
        Assert.True(is_grad_enabled());
    }

    private static Tensor[] BatchNorm(Func<string, Tensor> input)
    {
        var (mean, variance) = (zeros(4), ones(4));
        var first = functional.batch_norm(input("x"), mean, variance, input("w"), input("b"), true, 0.01, 1e-3);
        return [first, mean, variance, functional.batch_norm(input("x"), mean, variance, input("w"), input("b"), false, 0.01, 1e-3)];
    }
}
