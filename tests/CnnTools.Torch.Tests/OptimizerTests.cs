using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Torch.Tests;

public class OptimizerTests
{
    private static readonly Dictionary<string, Func<Parameter, optim.Optimizer>> Optimizers = new()
    {
        ["sgd"] = p => optim.SGD([p], 0.1), ["sgd_momentum"] = p => optim.SGD([p], 0.1, 0.9, weight_decay: 0.05),
        ["sgd_dampening"] = p => optim.SGD([p], 0.1, 0.8, 0.3), ["sgd_nesterov"] = p => optim.SGD([p], 0.1, 0.9, nesterov: true),
        ["sgd_maximize"] = p => optim.SGD([p], 0.1, 0.9, maximize: true), ["adam"] = p => optim.Adam([p], 0.05, eps: 1e-7),
        ["adam_decay"] = p => optim.Adam([p], 0.05, 0.8, 0.95, weight_decay: 0.1), ["adam_amsgrad"] = p => optim.Adam([p], 0.05, 0.8, 0.5, amsgrad: true),
        ["adam_maximize"] = p => optim.Adam([p], 0.05, maximize: true), ["adamw"] = p => optim.AdamW([p], 0.05, weight_decay: 0.1),
    };

    public static TheoryData<string, string> Names
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var name in Optimizers.Keys)
                foreach (var layout in new[] { "contiguous", "channels last", "gradient only", "double" }) rows.Add(name, layout);
            return rows;
        }
    }

    // "contiguous" and "channels last" take the vectorised pass, "gradient only" has strides that differ, "double" takes the tensor operations.
    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_those_of_PyTorch(string name, string layout)
    {
        using var scope = NewDisposeScope();
        var entry = Reference.Get("optimizers").GetProperty(name);
        using var parameter = new Parameter(Prepare(Reference.Tensor(entry.GetProperty("start")), layout != "gradient only"));
        using var optimizer = Optimizers[name](parameter);
        foreach (var (gradient, after) in entry.GetProperty("gradients").EnumerateArray().Zip(entry.GetProperty("after").EnumerateArray()))
        {
            parameter.grad = Prepare(Reference.Tensor(gradient), true);
            optimizer.step();
            Reference.AssertClose(Reference.Tensor(after), parameter, $"{name}, {layout}");
        }

        Tensor Prepare(Tensor value, bool apply) => layout switch
        {
            "contiguous" => value,
            "double" => value.to(float64),
            _ => apply ? value.contiguous_channels_last() : value,
        };
    }

    [Fact]
    public void A_step_over_many_values_is_the_same_with_any_number_of_threads()
    {
        using var scope = NewDisposeScope();
        var start = randn(300, 301);
        var gradient = randn(300, 301);
        var threads = get_num_threads();
        var results = new List<Tensor>();
        foreach (var count in new[] { 1, 3 })
        {
            set_num_threads(count);
            using var parameter = new Parameter(start.clone());
            using var optimizer = optim.AdamW([parameter], 0.01, weight_decay: 0.1);
            for (var i = 0; i < 3; i++)
            {
                parameter.grad = gradient;
                optimizer.step();
            }
            results.Add(parameter.detach().clone());
        }
        set_num_threads(threads);
        Assert.True(results[0].Equals(results[1]));
        Assert.False(results[0].Equals(start));
    }

    [Fact]
    public void State_moves_to_another_optimizer_and_continues_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        foreach (var name in new[] { "adam_amsgrad", "adamw", "sgd_momentum" })
        {
            using var first = new Parameter(ones(5));
            using var optimizer = (OptimizerHelper)Optimizers[name](first);
            Step(first, optimizer);
            Step(first, optimizer);
            using var second = new Parameter(first.detach().clone());
            using var restored = (OptimizerHelper)Optimizers[name](second);
            restored.load_state_dict(optimizer.state_dict());
            Step(first, optimizer);
            Step(second, restored);
            Assert.True(first.Equals(second), name);
        }

        static void Step(Parameter parameter, OptimizerHelper optimizer)
        {
            parameter.grad = (parameter * parameter).detach();
            optimizer.step();
            optimizer.zero_grad();
            Assert.Null(parameter.grad);
        }
    }

    [Fact]
    public void State_can_be_read_and_set()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Parameter(ones(2));
        using var idle = new Parameter(ones(2));
        using var optimizer = optim.Adam([parameter, idle]);
        parameter.grad = ones(2);
        optimizer.step();
        var states = optimizer.state_dict().State.Cast<Adam.State>().ToArray();
        Assert.Equal((1, 0), (states[0].step, states[1].step));
        Assert.Equal(0.1, states[0].exp_avg[0].ToDouble(), 6);
        Assert.Equal(0.001, states[0].exp_avg_sq[0].ToDouble(), 6);
        Assert.Equal(1.0, idle[0].ToDouble());
        states[0].step = 10;
        states[0].exp_avg.fill_(0);
        optimizer.zero_grad();
        parameter.grad = zeros(2);
        var before = parameter.detach().clone();
        optimizer.step();
        Assert.Equal(11, states[0].step);
        Assert.True(before.Equals(parameter.detach()));
    }

    [Fact]
    public void Groups_have_learning_rates_of_their_own()
    {
        using var scope = NewDisposeScope();
        using var fast = new Parameter(zeros(1));
        using var slow = new Parameter(zeros(1));
        using var optimizer = optim.SGD([new SGD.ParamGroup([fast], 1.0), new SGD.ParamGroup([slow], new SGD.Options())], 0.5);
        fast.grad = ones(1);
        slow.grad = ones(1);
        optimizer.step();
        Assert.Equal((-1.0, -0.5), (fast[0].ToDouble(), slow[0].ToDouble()));
        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.25;
        optimizer.step();
        Assert.Equal((-1.25, -0.75), (fast[0].ToDouble(), slow[0].ToDouble()));
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([fast], 1.0)));
    }

    [Fact]
    public void A_changed_memory_format_does_not_change_the_steps()
    {
        using var scope = NewDisposeScope();
        var start = randn(2, 3, 2, 2);
        var results = new List<Tensor>();
        foreach (var change in new[] { false, true })
        {
            var parameter = new Parameter(start.clone());
            using var holder = new Holder(parameter);
            using var optimizer = optim.Adam([parameter]);
            for (var i = 0; i < 4; i++)
            {
                if (change && i == 2) holder.to_channels_last();
                parameter.grad = (parameter * parameter).detach();
                optimizer.step();
            }
            results.Add(parameter.detach().contiguous());
        }
        Reference.AssertClose(results[0], results[1], "after the change", 1e-6);
    }

    [Fact]
    public void Gradients_are_clipped_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        var entry = Reference.Get("clip_grad_norm");
        var gradients = entry.GetProperty("gradients").EnumerateArray().Select(Reference.Tensor).ToArray();
        var parameters = Array.ConvertAll(gradients, gradient => new Parameter(zeros_like(gradient)) { grad = gradient });
        Assert.Equal(entry.GetProperty("total").GetDouble(), nn.utils.clip_grad_norm_(parameters, 1.5), 1e-5);
        foreach (var (parameter, expected) in parameters.Zip(entry.GetProperty("clipped").EnumerateArray()))
        {
            Reference.AssertClose(Reference.Tensor(expected), parameter.grad!, "clipped");
            parameter.Dispose();
        }
    }

    [Fact]
    public void The_scaler_leaves_out_a_step_with_an_infinite_gradient()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Parameter(ones(2));
        using var optimizer = optim.SGD([parameter], 1.0);
        var scaler = new GradScaler(initScale: 1024, growthInterval: 2);
        scaler.scale((parameter * 3).sum()).backward();
        Assert.True(scaler.step(optimizer));
        Assert.Equal(new float[] { -2, -2 }, parameter.detach().data<float>().ToArray());
        parameter.grad = tensor(new float[] { 1, float.PositiveInfinity });
        Assert.False(scaler.step(optimizer));
        Assert.Equal((512, 1), (scaler.Scale, scaler.SkippedSteps));
        Assert.Equal(new float[] { -2, -2 }, parameter.detach().data<float>().ToArray());
        for (var i = 0; i < 2; i++)
        {
            parameter.grad = zeros(2);
            Assert.True(scaler.step(optimizer));
        }
        Assert.Equal(1024, scaler.Scale);
    }

    private sealed class Holder : nn.Module
    {
        public Holder(Parameter parameter)
            : base("holder") => register_parameter("parameter", parameter);
    }
}
