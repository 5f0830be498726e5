using System.Diagnostics;
using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Planning;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>What one call of <see cref="TrainingLoop.Run"/> keeps beside the state: clocks, sums of the epoch, schedule, loss scale.</summary>
internal sealed class LoopRun(
    TrainingPlan plan, CnnModule model, FusedOptimizer optimizer, TrainingState state, Device device, int imageCount, TimeProvider time,
    CancellationToken cancellation) : IDisposable
{
    private readonly Stopwatch _clock = new();
    private double _secondsBefore;

    public CancellationToken Cancellation => cancellation;

    public EpochMeter Meter { get; } = new(device);

    public GradientStep Gradients { get; } = new(plan, model, optimizer, state.Scale);

    public LearningRates Rates { get; } = new(plan, new StepSizes(plan.BatchSize, BatchNeeds.NeedsSeveral(plan.Network)).CountIn(imageCount), state.Plateau);

    public TimeBudget Budget { get; } = new(plan.TimeBudget, time, state.Seconds);

    /// <summary>The epoch under way, from 1.</summary>
    public int Epoch => state.Epoch;

    /// <summary>Training images in an epoch.</summary>
    public int ImageCount => imageCount;

    /// <summary>Whether the last step of the epoch was done.</summary>
    public bool IsEpochComplete => state.Position >= imageCount;

    /// <summary>Time that the epoch has taken, over all runs of the training.</summary>
    public TimeSpan Elapsed => _clock.Elapsed + TimeSpan.FromSeconds(_secondsBefore);

    public void BeginEpoch()
    {
        _secondsBefore = state.EpochSeconds;
        _clock.Restart();
        Meter.Reset(state.Sums);
    }

    /// <summary>Throws where the mean loss of the epoch so far is no number. Waits for the device.</summary>
    public void CheckDivergence() => Divergence.Check(Meter.Loss, plan, state);

    public CnnEpochResult Result(double trainSeconds, double trainLoss, EvaluationScore? validation) => new()
    {
        Epoch = state.Epoch,
        Loss = trainLoss,
        Accuracy = Meter.Accuracy,
        ValidationLoss = validation?.Loss,
        ValidationAccuracy = validation?.Accuracy,
        LearningRate = Rates.At(Math.Max(state.Step - 1, 0)),
        Seconds = Elapsed.TotalSeconds,
        ImagesPerSecond = Meter.Count / trainSeconds,
    };

    /// <summary>Brings the state up to date within an epoch. Waits for the device.</summary>
    public void Capture()
    {
        (state.Sums, state.EpochSeconds) = (Meter.Sums, Elapsed.TotalSeconds);
        Remember();
    }

    /// <summary>Moves the state to the beginning of the next epoch.</summary>
    public void EndEpoch()
    {
        (state.Epoch, state.Position, state.Sums, state.EpochSeconds) = (state.Epoch + 1, 0, default, 0);
        Remember();
    }

    public void Dispose() => Meter.Dispose();

    private void Remember() => (state.Scale, state.Plateau, state.Seconds) = (Gradients.Scale, Rates.Plateau, Budget.Seconds);
}
