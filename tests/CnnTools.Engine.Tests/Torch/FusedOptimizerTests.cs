using System.Text.Json;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Torch;

/// <summary>The optimizers of one native call make PyTorch's steps (reference/optimizers.json), and TorchSharp's.</summary>
public sealed class FusedOptimizerTests
{
    private static readonly JsonElement s_reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Torch", "reference", "optimizers.json"))).RootElement;

    [Theory]
    [InlineData("sgd", false)]
    [InlineData("sgd", true)]
    [InlineData("sgd_nesterov", false)]
    [InlineData("sgd_nesterov", true)]
    [InlineData("adam", false)]
    [InlineData("adam", true)]
    [InlineData("adamw", false)]
    [InlineData("adamw", true)]
    [InlineData("adam_beta2", false)]
    [InlineData("adam_beta2", true)]
    public void Steps_are_those_of_PyTorch(string name, bool channelsLast)
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement entry = s_reference.GetProperty("optimizers").GetProperty(name);
        using var parameter = new Parameter(LaidOut(Values(entry.GetProperty("start"))));
        using FusedOptimizer optimizer = name switch
        {
            "sgd" => new FusedSgd([parameter], 0.1, 0, 0),
            "sgd_nesterov" => new FusedSgd([parameter], 0.1, 0.9, 0),
            "adam" => new FusedAdam([parameter], 0.05, 0.999, 1e-7, 0, decoupled: false),
            "adam_beta2" => new FusedAdam([parameter], 0.05, 0.9, 1e-7, 0, decoupled: false),
            _ => new FusedAdam([parameter], 0.05, 0.999, 1e-8, 0.1, decoupled: true),
        };
        foreach ((JsonElement gradient, JsonElement after) in entry.GetProperty("gradients").EnumerateArray().Zip(entry.GetProperty("after").EnumerateArray()))
        {
            parameter.grad = LaidOut(Values(gradient));
            optimizer.Step();
            Close(Values(after), parameter, 1e-5);
        }

        Tensor LaidOut(Tensor tensor) => channelsLast ? tensor.ToChannelsLast() : tensor;
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void A_network_of_many_layers_is_trained_as_by_TorchSharps_own(double weightDecay)
    {
        (string Name, Func<IEnumerable<Parameter>, FusedOptimizer> Ours, Func<IEnumerable<Parameter>, optim.Optimizer> Theirs)[] pairs =
        [
            ("Adam", parameters => new FusedAdam(parameters, 0.01, 0.999, 1e-7, weightDecay, false), parameters => optim.Adam(parameters, 0.01, eps: 1e-7, weight_decay: weightDecay)),
            ("AdamW", parameters => new FusedAdam(parameters, 0.01, 0.999, 1e-7, weightDecay, true), parameters => optim.AdamW(parameters, 0.01, eps: 1e-7, weight_decay: weightDecay)),
            ("SGD", parameters => new FusedSgd(parameters, 0.01, 0, weightDecay), parameters => optim.SGD(parameters, 0.01, weight_decay: weightDecay)),
            ("Nesterov", parameters => new FusedSgd(parameters, 0.01, 0.9, weightDecay), parameters => optim.SGD(parameters, 0.01, 0.9, weight_decay: weightDecay, nesterov: true)),
        ];
        foreach ((string name, var ours, var theirs) in pairs)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] start = [randn(4, 3, 3, 3), randn(4), randn(5, 1, 1, 1), randn(7, 36), zeros([])];
            Parameter[] left = Array.ConvertAll(start, static value => new Parameter(value.dim() == 4 ? value.ToChannelsLast() : value.clone()));
            Parameter[] right = Array.ConvertAll(start, static value => new Parameter(value.clone()));
            using FusedOptimizer fused = ours(left);
            using optim.Optimizer plain = theirs(right);
            for (int step = 0; step < 5; step++)
            {
                fused.ZeroGrad();
                plain.zero_grad();
                Loss(left).backward();
                Loss(right).backward();
                fused.Step();
                plain.step();
            }

            foreach ((Parameter a, Parameter b) in left.Zip(right)) Close(b, a, 1e-5, name);
        }

        static Tensor Loss(Parameter[] parameters) => parameters.Select(static (parameter, index) => ((parameter - index) * (parameter - index)).sum()).Aggregate(static (sum, next) => sum + next);
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    public void A_saved_state_goes_on_bit_for_bit(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter first = new(randn(2, 3, 2, 2).ToChannelsLast());
        using FusedOptimizer optimizer = Make(first);
        Run(first, optimizer, 3);
        Parameter second = new(first.detach().clone());
        using FusedOptimizer restored = Make(second);
        restored.LoadState(optimizer.SaveState().ToDictionary(static entry => entry.Name));
        Run(first, optimizer, 2);
        Run(second, restored, 2);
        Assert.True(first.Equals(second));
        using FusedOptimizer fresh = Make(second);
        Run(second, fresh, 2);
        Assert.False(first.Equals(second));

        FusedOptimizer Make(Parameter parameter) => kind == "adam" ? new FusedAdam([parameter], 0.1, 0.999, 1e-7, 0, false) : new FusedSgd([parameter], 0.1, 0.9, 0);

        static void Run(Parameter parameter, FusedOptimizer optimizer, int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                optimizer.ZeroGrad();
                (parameter * parameter).sum().backward();
                optimizer.Step();
            }
        }
    }

    [Fact]
    public void A_gradient_of_another_layout_is_refused_rather_than_applied_to_the_wrong_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter parameter = new(randn(2, 3, 2, 2).ToChannelsLast());
        parameter.grad = randn(2, 3, 2, 2);
        using var optimizer = new FusedSgd([parameter], 0.1, 0, 0);
        Assert.Contains("strides", Assert.Throws<InvalidOperationException>(optimizer.Step).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_are_clipped_as_in_PyTorch()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement entry = s_reference.GetProperty("clip_grad_norm");
        Tensor[] gradients = [.. entry.GetProperty("gradients").EnumerateArray().Select(Values)];
        Parameter[] parameters = Array.ConvertAll(gradients, static gradient => new Parameter(zeros_like(gradient)) { grad = gradient });
        GradientClipping.Apply(parameters, 1.5);
        foreach ((Parameter parameter, JsonElement expected) in parameters.Zip(entry.GetProperty("clipped").EnumerateArray())) Close(Values(expected), parameter.grad!, 1e-5);
    }

    [Fact]
    public void The_scale_of_the_loss_is_taken_out_and_an_overflow_is_found()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter finite = new(zeros(3)) { grad = tensor(new float[] { 2, -4, 8 }) }, infinite = new(zeros(1)) { grad = tensor(new[] { float.PositiveInfinity }) }, none = new(zeros(2));
        Assert.False(GradientScale.Multiply([finite, none], 0.5));
        Assert.Equal([1f, -2f, 4f], finite.grad!.data<float>().ToArray());
        Assert.True(GradientScale.Multiply([finite, infinite], 0.5));
        infinite.grad = tensor(new[] { float.NaN });
        Assert.True(GradientScale.Multiply([infinite], 0.5));
        Assert.False(GradientScale.Multiply([none], 0.5));
    }

    private static Tensor Values(JsonElement packed) =>
        tensor([.. packed.GetProperty("data").EnumerateArray().Select(static value => (float)value.GetDouble())], [.. packed.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())]);

    private static void Close(Tensor expected, Tensor actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = (expected - actual.detach()).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"{what}: the largest difference is {difference:g4}.");
    }
}
