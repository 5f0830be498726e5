using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CnnTools.Torch.Tests;

public class ModuleTests
{
    [Fact]
    public void Names_are_PyTorchs()
    {
        using var net = Sequential(Conv2d(3, 4, 3), BatchNorm2d(4), ReLU(), Flatten(), Linear(4, 2, hasBias: false));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "4.weight"], net.named_parameters().Select(entry => entry.name));
        Assert.Equal(["1.running_mean", "1.running_var", "1.num_batches_tracked"], net.named_buffers().Select(entry => entry.name));
        Assert.Equal(8, net.state_dict().Count);
        Assert.Equal(["0", "1", "2", "3", "4"], net.named_children().Select(entry => entry.name));
        using var named = Sequential(("stem", Conv2d(1, 1, 1)), ("head", Sequential(Linear(1, 1))));
        Assert.Equal(["stem.weight", "stem.bias", "head.0.weight", "head.0.bias"], named.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void Fields_register_under_their_names()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        Assert.Equal(["scale", "first.weight", "first.bias"], net.named_parameters().Select(entry => entry.name));
        Assert.Equal(["offset"], net.named_buffers().Select(entry => entry.name));
        Assert.Equal(new long[] { 5, 2 }, net.call(zeros(5, 3)).shape);
    }

    [Fact]
    public void State_loads_by_name_and_says_what_does_not_fit()
    {
        using var scope = NewDisposeScope();
        using var first = Sequential(Linear(3, 2), BatchNorm2d(2));
        using var second = Sequential(Linear(3, 2), BatchNorm2d(2));
        second.load_state_dict(first.state_dict());
        foreach (var (name, value) in first.state_dict()) Assert.True(value.Equals(second.state_dict()[name]), name);
        var wrong = first.state_dict();
        wrong.Remove("0.bias");
        wrong["extra"] = zeros(1);
        var error = Assert.Throws<InvalidOperationException>(() => second.load_state_dict(wrong));
        Assert.Contains("0.bias", error.Message, StringComparison.Ordinal);
        Assert.Contains("extra", error.Message, StringComparison.Ordinal);
        var (missing, unexpected) = second.load_state_dict(wrong, strict: false);
        Assert.Equal(["0.bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Assert.Contains(
            "[4, 3]", Assert.Throws<InvalidOperationException>(() => second.load_state_dict(new() { ["0.weight"] = zeros(4, 3) }, strict: false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Modes_reach_all_submodules_and_dropout_follows()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Sequential(Dropout(0.5)));
        var x = ones(1000);
        Assert.True(net.call(x).eq(0).any().ToBoolean());
        net.eval();
        Assert.All(net.modules(), module => Assert.False(module.training));
        Assert.True(net.call(x).Equals(x));
        net.train();
        Assert.All(net.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Batch_norm_module_keeps_running_statistics_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var norm = BatchNorm2d(3, momentum: 0.5);
        var x = randn(4, 3, 5, 5) * 2 + 1;
        norm.call(x);
        Reference.AssertClose(x.mean([0, 2, 3]) * 0.5, norm.running_mean!, "mean");
        Reference.AssertClose(x.var([0, 2, 3]) * 0.5 + 0.5, norm.running_var!, "variance");
        Assert.Equal(1, norm.num_batches_tracked!.ToInt64());
        norm.eval();
        var before = norm.running_mean!.clone();
        norm.call(x);
        Assert.True(before.Equals(norm.running_mean));
        Assert.Throws<ArgumentException>(() => norm.call(zeros(2, 3)));
    }

    [Fact]
    public void Parameters_belong_to_the_module_and_not_to_a_scope()
    {
        Sequential net;
        using (NewDisposeScope()) net = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2));
        Assert.All(net.state_dict().Values, value => Assert.False(value.IsInvalid));
        var parameter = net.parameters().First();
        net.Dispose();
        Assert.True(parameter.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => parameter.shape);
    }

    [Fact]
    public void Types_and_formats_change_in_place()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Conv2d(3, 4, 3), BatchNorm2d(4));
        var weight = net.parameters().First();
        using var optimizer = optim.Adam(net.parameters());
        Assert.Same(net, net.to(float64));
        Assert.Equal(ScalarType.Float64, weight.dtype);
        Assert.Equal(ScalarType.Int64, net.get_buffer("1.num_batches_tracked")!.dtype);
        Assert.True(weight.requires_grad && weight.is_leaf);
        net.to(float32).to_channels_last();
        Assert.True(weight.is_channels_last());
        functional.relu(net.call(randn(2, 3, 8, 8))).sum().backward();
        Assert.NotNull(weight.grad);
    }

    [Fact]
    public void Channels_last_computes_the_same()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Conv2d(3, 8, 3, Padding.Same), ReLU(), BatchNorm2d(8), MaxPool2d(2), Conv2d(8, 4, 3), Flatten(), Linear(16, 5));
        var x = randn(6, 3, 8, 8);
        var target = randint(5, [6]);
        var plain = LossAndGradients();
        net.to_channels_last();
        Assert.True(x.contiguous_channels_last().is_channels_last());
        Assert.False(x.is_channels_last());
        x = x.contiguous_channels_last();
        foreach (var (expected, actual) in plain.Zip(LossAndGradients())) Reference.AssertClose(expected, actual, "channels last", 2e-4);

        List<Tensor> LossAndGradients()
        {
            net.zero_grad();
            var loss = functional.cross_entropy(net.call(x), target);
            loss.backward();
            return [loss, .. net.parameters().Select(parameter => parameter.grad!.contiguous())];
        }
    }

    [Fact]
    public void Initial_values_lie_where_their_rules_put_them()
    {
        using var scope = NewDisposeScope();
        var weight = empty(64, 32, 3, 3);
        Assert.Equal((288, 576), init.CalculateFanInAndFanOut(weight));
        using var generator = new Generator(3);
        init.xavier_uniform_(weight);
        InRange(Math.Sqrt(6.0 / 864));
        init.kaiming_uniform_(weight, nonlinearity: init.NonlinearityType.ReLU);
        InRange(Math.Sqrt(6.0 / 288));
        init.uniform_(weight, -2, 2, generator);
        InRange(2);
        init.normal_(weight, 1, 0.5, generator);
        Assert.Equal(1, weight.mean().ToDouble(), 0.02);
        Assert.Equal(0.5, weight.std().ToDouble(), 0.02);
        init.constant_(weight, 3.0);
        Assert.True(weight.eq(3).all().ToBoolean());
        using var layer = Linear(100, 10);
        Assert.True(layer.weight.abs().max().ToDouble() <= 0.1 && layer.weight.abs().max().ToDouble() > 0.09);

        // A sample of 18,432 comes within a hundredth of both ends.
        void InRange(double bound)
        {
            Assert.InRange(weight.max().ToDouble(), bound * 0.99, bound);
            Assert.InRange(weight.min().ToDouble(), -bound, -bound * 0.99);
        }
    }

    [Fact]
    public void Loss_module_and_padding_modes_agree_with_their_functions()
    {
        using var scope = NewDisposeScope();
        var (x, target) = (randn(4, 5), randint(5, [4]));
        using var loss = new CrossEntropyLoss(label_smoothing: 0.1);
        Assert.True(functional.cross_entropy(x, target, label_smoothing: 0.1).Equals(loss.call(x, target)));
        var picture = randn(1, 2, 5, 5);
        using var reflect = Conv2d(2, 3, 3, Padding.Same, padding_mode: PaddingModes.Reflect);
        var padded = functional.pad(picture, (1, 1, 1, 1), PaddingModes.Reflect);
        Assert.True(functional.conv2d(padded, reflect.weight, reflect.bias).Equals(reflect.call(picture)));
        Assert.Equal(new long[] { 1, 3, 2, 3 }, AdaptiveAvgPool2d((2, 3)).call(Conv2d(2, 3, 1).call(picture)).shape);
        Assert.Equal(new long[] { 1, 2, 2, 2 }, AvgPool2d(2).call(MaxPool2d(2, 1).call(picture)).shape);
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Parameter scale = Parameter(ones(1));
        private readonly Tensor offset = zeros(1);
        private readonly Linear first = Linear(3, 2);

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input) => first.call(input) * scale + offset;
    }
}
