using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace CnnTools.Torch.Tests;

public class ScheduleTests
{
    private static readonly double[] Metrics = [1.0, 0.9, 0.91, 0.92, 0.93, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86];

    private static readonly Dictionary<string, Func<Optimizer, lr_scheduler.LRScheduler>> Schedules = new()
    {
        ["step"] = o => lr_scheduler.StepLR(o, 3, 0.5), ["multi_step"] = o => lr_scheduler.MultiStepLR(o, [2, 7], 0.1),
        ["exponential"] = o => lr_scheduler.ExponentialLR(o, 0.9), ["linear"] = o => lr_scheduler.LinearLR(o, 0.1, 1.0, 5),
        ["cosine"] = o => lr_scheduler.CosineAnnealingLR(o, 8, 0.01), ["lambda"] = o => lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch)),
        ["one_cycle"] = o => lr_scheduler.OneCycleLR(o, 0.5, total_steps: 12),
        ["one_cycle_linear"] = o => lr_scheduler.OneCycleLR(
            o, 0.5, total_steps: 12, anneal_strategy: lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true),
        ["plateau"] = o => lr_scheduler.ReduceLROnPlateau(o, factor: 0.5, patience: 2, cooldown: 1),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var entry = Reference.Get("schedules").GetProperty(name);
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 0.1, 0.9);
        var schedule = Schedules[name](optimizer);
        var group = (SGD.ParamGroup)optimizer.ParamGroups.Single();
        foreach (var (step, expected) in entry.GetProperty("rates").EnumerateArray().Index())
        {
            Assert.Equal(expected.GetDouble(), group.LearningRate, 1e-12);
            Assert.Equal(entry.GetProperty("momenta")[step].GetDouble(), group.Momentum, 1e-12);
            if (name == "plateau") schedule.step(Metrics[step]);
            else if (step < 11) schedule.step();
            Assert.Equal(group.LearningRate, schedule.get_last_lr().Single());
        }
    }

    [Fact]
    public void A_schedule_continues_where_it_stopped()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 0.1);
        var whole = lr_scheduler.CosineAnnealingLR(optimizer, 8);
        for (var i = 0; i < 5; i++) whole.step();
        var expected = optimizer.ParamGroups.Single().LearningRate;
        using var other = optim.SGD([parameter], 0.1);
        lr_scheduler.CosineAnnealingLR(other, 8, last_epoch: 4);
        Assert.Equal(expected, other.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void A_plateau_needs_its_metric()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 0.1);
        Assert.Throws<InvalidOperationException>(() => lr_scheduler.ReduceLROnPlateau(optimizer).step());
        Assert.Throws<ArgumentException>(() => lr_scheduler.ReduceLROnPlateau(optimizer, mode: "best"));
    }
}
