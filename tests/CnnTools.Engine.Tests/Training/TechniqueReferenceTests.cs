using System.Text.Json;
using CnnTools.Core.Planning;
using CnnTools.Core.Schedules;
using CnnTools.Engine.Batches.Augmentation;
using CnnTools.Engine.Sessions;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training;
using CnnTools.Engine.Training.Losses;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CnnTools.Engine.Tests.Training;

/// <summary>Schedules, losses and clipping give the numbers that PyTorch gives (reference/make_reference.py).</summary>
public sealed class TechniqueReferenceTests
{
    private static readonly JsonElement s_reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Training", "reference", "techniques.json"))).RootElement;

    private static CnnTrainingOptions Options => new() { Dataset = "Shapes", Architecture = "TwoConv4x4", Epoch = 4, LearningRate = 0.1, Thread = 1 };

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static double[] Schedule(string name) => Numbers(s_reference.GetProperty("schedules").GetProperty(name));

    /// <summary>The rates of four epochs of five steps.</summary>
    private static double[] Rates(CnnTrainingOptions options)
    {
        var rates = new LearningRates(TrainingSession.Plan(options), 5, PlateauState.Start);
        return [.. Enumerable.Range(0, 20).Select(step => rates.At(step))];
    }

    private static void Close(double[] expected, double[] actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1e-3, Math.Abs(expected[i])), $"{i}: expected {expected[i]:R}, found {actual[i]:R}");
    }

    [Fact]
    public void Cosine_is_PyTorchs() => Close(Schedule("cosine"), Rates(Options with { Schedule = CnnSchedule.Cosine, MinimumLearningRate = 0.001 }));

    [Fact]
    public void Cosine_after_a_warm_up_is_PyTorchs() => Close(Schedule("cosine_warm"), Rates(Options with { Schedule = CnnSchedule.Cosine, MinimumLearningRate = 0.001, WarmUpEpoch = 1.2 }));

    [Fact]
    public void A_warm_up_alone_is_PyTorchs() => Close(Schedule("constant_warm"), Rates(Options with { WarmUpEpoch = 1.2 }));

    [Fact]
    public void One_cycle_is_PyTorchs()
    {
        Close(Schedule("one_cycle"), Rates(Options with { Schedule = CnnSchedule.OneCycle }));
        Close(Schedule("one_cycle_short_rise"), Rates(Options with { Schedule = CnnSchedule.OneCycle, WarmUpEpoch = 0.44 }));
    }

    [Fact]
    public void One_cycle_has_a_rate_for_every_share_and_length()
    {
        foreach (double share in (double[])[0, 0.05, 0.25, 0.5, 0.999])
            for (long steps = 1; steps < 9; steps++)
                for (long step = 0; step < steps; step++) Assert.InRange(OneCycle.Rate(1, step, steps, share), 1e-7, 1);
    }

    [Fact]
    public void Step_is_PyTorchs()
    {
        var rates = new LearningRates(TrainingSession.Plan(Options with { Epoch = 10, Schedule = CnnSchedule.Step, ScheduleStepEpoch = 3, ScheduleFactor = 0.5 }), 7, PlateauState.Start);
        Close(Schedule("step"), [.. Enumerable.Range(0, 10).Select(epoch => rates.At(epoch * 7 + epoch % 7))]);
    }

    [Fact]
    public void Plateau_is_PyTorchs_also_when_its_state_moves_on()
    {
        TrainingPlan plan = TrainingSession.Plan(Options with { Schedule = CnnSchedule.Plateau, ScheduleFactor = 0.5, SchedulePatience = 2, MinimumLearningRate = 0.02 });
        var state = PlateauState.Start;
        var rates = new List<double>();
        foreach (double loss in Numbers(s_reference.GetProperty("metrics")))
        {
            // A new object each epoch, as after a resume: all it knows is the state.
            var epoch = new LearningRates(plan, 5, state);
            rates.Add(epoch.At(rates.Count * 5 + 2));
            epoch.EpochEnded(loss);
            state = JsonSerializer.Deserialize<PlateauState>(JsonSerializer.Serialize(epoch.Plateau));
        }

        Close(Schedule("plateau"), [.. rates]);
        Assert.Contains(0.02, rates);
    }

    [Fact]
    public void An_optimizer_gets_the_rate_only_where_it_changes()
    {
        using DisposeScope scope = NewDisposeScope();
        using var parameter = new Parameter(zeros(1));
        using var optimizer = new FusedSgd([parameter], 0.1, 0, 0);
        new LearningRates(TrainingSession.Plan(Options with { LearningRate = 0.7 }), 5, PlateauState.Start).Set(optimizer, 3);
        Assert.Equal(0.1, optimizer.LearningRate);
        new LearningRates(TrainingSession.Plan(Options with { LearningRate = 0.7, Schedule = CnnSchedule.Step, ScheduleStepEpoch = 1, ScheduleFactor = 0.5 }), 5, PlateauState.Start).Set(optimizer, 6);
        Assert.Equal(0.35, optimizer.LearningRate, 12);
    }

    [Fact]
    public void Smoothing_weights_and_mixed_labels_give_PyTorchs_loss_and_gradients()
    {
        float[] scores = [.. Numbers(s_reference.GetProperty("scores")).Select(value => (float)value)];
        long[] labels = [.. s_reference.GetProperty("labels").EnumerateArray().Select(item => item.GetInt64())], partners = [.. s_reference.GetProperty("partners").EnumerateArray().Select(item => item.GetInt64())];
        double[] weight = Numbers(s_reference.GetProperty("weight"));
        int seen = 0;
        foreach (JsonElement entry in s_reference.GetProperty("losses").EnumerateArray())
        {
            using DisposeScope scope = NewDisposeScope();
            double? share = entry.GetProperty("share").ValueKind == JsonValueKind.Null ? null : entry.GetProperty("share").GetDouble();
            using var loss = new TrainingLoss(entry.GetProperty("smoothing").GetDouble(), entry.GetProperty("weighted").GetBoolean() ? weight : null, CPU);
            Tensor input = tensor(scores).view(6, 4).requires_grad_();
            Tensor value = loss.Of(input, share is { } own ? new TrainingBatch(input, tensor(labels), tensor(partners), own) : new TrainingBatch(input, tensor(labels)));
            value.backward();
            Close([entry.GetProperty("loss").GetDouble()], [value.item<float>()], 1e-5);
            Close(Numbers(entry.GetProperty("gradient")), [.. Floats(input.grad!)], 1e-4);
            if (share is not null && entry.GetProperty("smoothing").GetDouble() == 0 && !entry.GetProperty("weighted").GetBoolean()) Close([s_reference.GetProperty("mixed_targets").GetDouble()], [value.item<float>()], 1e-5);
            seen++;
        }

        Assert.Equal(8, seen);
    }

    [Fact]
    public void Clipping_is_PyTorchs()
    {
        foreach (JsonElement entry in s_reference.GetProperty("clipping").EnumerateArray())
        {
            using DisposeScope scope = NewDisposeScope();
            using var first = new Parameter(zeros(3));
            using var second = new Parameter(zeros(2, 2));
            (first * tensor(new[] { 1.5f, -2, 0.25f })).sum().backward();
            (second * tensor(new[] { 0.5f, -1, 2.5f, 0.75f }).view(2, 2)).sum().backward();
            GradientClipping.Apply([first, second], entry.GetProperty("bound").GetDouble());
            Close(Numbers(entry.GetProperty("clipped")), [.. Floats(first.grad!), .. Floats(second.grad!)], 1e-5);
        }
    }

    private static IEnumerable<double> Floats(Tensor values) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(values.contiguous().bytes).ToArray().Select(value => (double)value);
}
