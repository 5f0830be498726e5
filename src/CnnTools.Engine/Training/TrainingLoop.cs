using System.Diagnostics;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Evaluation;
using CnnTools.Engine.Models;
using CnnTools.Engine.Persistence;
using CnnTools.Engine.Training.Augmentation;
using CnnTools.Engine.Training.Losses;
using CnnTools.Engine.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>
/// The training loop: epochs, steps, validation, early stopping. Everything that happens in a training happens here, in this order; the parts it calls know nothing
/// of each other.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly DeviceImages _pictures;
    private readonly DeviceImages _watchedPictures;
    private readonly int[] _learn;
    private readonly int[] _watch;
    private readonly ITrainingObserver _observer;
    private readonly TimeProvider _time;
    private readonly TrainingLoss _loss;
    private EarlyStopping _stopping;

    /// <summary>Makes a loop at its beginning.</summary>
    /// <param name="plan">Every choice of the training.</param>
    /// <param name="model">The network with its starting weights, on the device.</param>
    /// <param name="pictures">The training split.</param>
    /// <param name="learn">Positions of the pictures to learn from.</param>
    /// <param name="watchedPictures">The split that is watched.</param>
    /// <param name="watch">Positions of the pictures to watch; empty watches nothing.</param>
    /// <param name="observer">Is told how far an epoch has come.</param>
    /// <param name="time">The clock of the time budget; null takes the system's.</param>
    public TrainingLoop(TrainingPlan plan, CnnModule model, DeviceImages pictures, int[] learn, DeviceImages watchedPictures, int[] watch, ITrainingObserver observer, TimeProvider? time = null)
    {
        (_plan, Model, _pictures, _learn, _watchedPictures, _watch, _observer, _time) = (plan, model, pictures, learn, watchedPictures, watch, observer, time ?? TimeProvider.System);
        Optimizer = Optimizers.Create(plan, model.parameters());
        Average = plan.WeightAveraging > 0 ? new WeightAverage(model, plan.WeightAveraging) : null;
        _loss = new TrainingLoss(plan.LabelSmoothing, ClassWeights.Of(plan.ClassWeight, plan.Train.Class, () => pictures.CountLabels(learn, plan.Train.Class.Count)), pictures.Device);
        _stopping = new EarlyStopping(plan.EarlyStoppingPatience, plan.EarlyStoppingMinimumDelta);
    }

    /// <summary>The network.</summary>
    public CnnModule Model { get; }

    /// <summary>What changes its weights.</summary>
    public FusedOptimizer Optimizer { get; }

    /// <summary>The weights of the best epoch so far.</summary>
    public BestWeights Best { get; } = new();

    /// <summary>The running average of the weights, which then is what is watched and kept; null where none is made.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Where the training is.</summary>
    public TrainingState State { get; private set; } = new();

    /// <summary>Why the loop ended.</summary>
    public CnnStopReason StopReason { get; private set; } = CnnStopReason.Completed;

    /// <summary>The same as a sentence.</summary>
    public string StopMessage { get; private set; } = "All epochs were run.";

    /// <summary>
    /// True where the time budget ended within an epoch. What was reported of that epoch then is of a part of it, and <see cref="State"/> no place to go on from: that was captured before.
    /// </summary>
    public bool WasCutShort { get; private set; }

    /// <summary>Goes on from where another run was; its tensors are already in the model, the optimizer, <see cref="Best"/> and <see cref="Average"/>.</summary>
    public void ContinueFrom(TrainingState state)
    {
        State = state;
        _stopping = new EarlyStopping(_plan.EarlyStoppingPatience, _plan.EarlyStoppingMinimumDelta, state.Stopping);
    }

    /// <summary>Trains until the last epoch, the end of patience or of the time budget, or cancellation.</summary>
    /// <param name="onEpoch">Called after each epoch, with the model (or <see cref="Average"/>) holding that epoch's weights; true where they are the ones to keep so far.</param>
    /// <param name="onStep">
    /// Called after each step, when <see cref="State"/> can be captured by <see cref="Capture"/>, and once more with true where the time budget ends within an epoch: only from that
    /// moment can the training be resumed. Null where nobody wants to.
    /// </param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="CnnException">The loss is no number any more: id <c>TrainingDiverged</c>.</exception>
    public void Run(Action<CnnEpochResult, bool> onEpoch, Action<Func<TrainingState>, bool>? onStep, CancellationToken cancellation)
    {
        using var meter = new EpochMeter(_pictures.Device);
        var gradients = new GradientStep(_plan, Model, Optimizer, State.Scale);
        var rates = new LearningRates(_plan, (_learn.Length + _plan.BatchSize - 1) / _plan.BatchSize, State.Plateau);
        var budget = new TimeBudget(_plan.TimeBudget, _time, State.Seconds);
        var progress = new ProgressReport(_plan, _learn.Length, _observer);

        // A budget spent between two epochs ends the training there; one spent within an epoch still has that epoch watched.
        while (State.Epoch <= _plan.Epoch && !_stopping.ShouldStop && !(State.Step > 0 && State.Position == 0 && budget.IsSpent))
        {
            var clock = Stopwatch.StartNew();
            double before = State.EpochSeconds;
            TimeSpan Elapsed() => clock.Elapsed + TimeSpan.FromSeconds(before);
            int epoch = State.Epoch;
            int[] order = EpochOrder.Of(_learn, _plan.Seed, epoch);
            Model.train();
            meter.Reset(State.Sums);
            while (State.Position < order.Length && !(State.Position > 0 && budget.IsSpent))
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                int count = Math.Min(_plan.BatchSize, order.Length - State.Position);
                (Tensor pictures, Tensor labels) = _pictures.Select(order.AsSpan(State.Position, count));
                if (_plan.Augmentation != CnnAugmentation.None && epoch >= _plan.AugmentationStartEpoch)
                    pictures = ShiftFlip.Apply(pictures, _plan.Augmentation, _plan.ShiftFraction, RandomStreams.Create(_plan.Seed, RandomPurpose.Augmentation, State.Step));
                if (_plan.RandomErasing > 0) pictures = RandomErasing.Apply(pictures, _plan.RandomErasing, RandomStreams.Create(_plan.Seed, RandomPurpose.Erasing, State.Step));
                TrainingBatch batch = Mixing.ToBatch(_plan, pictures, labels, State.Step);

                rates.Set(Optimizer, State.Step);
                Model.SetStep(State.Step);
                Optimizer.ZeroGrad();
                Tensor logits = Model.call(batch.Input);
                Tensor loss = _loss.Of(logits, batch);
                gradients.BackwardAndStep(loss);
                Average?.Update(State.Step);

                meter.Add(loss, logits, batch.MainLabels);
                State.Position += count;
                State.Step++;
                if (progress.IsDue(meter.Count))
                {
                    Divergence.Check(meter.Loss, _plan, State);
                    progress.Report(epoch, meter, Elapsed());
                }

                if (State.Position < order.Length) onStep?.Invoke(() => Capture(meter, gradients, budget, Elapsed()), false);
            }

            WasCutShort = State.Position < order.Length;
            if (WasCutShort) onStep?.Invoke(() => Capture(meter, gradients, budget, Elapsed()), true);

            double trainSeconds = Elapsed().TotalSeconds, trainLoss = meter.Loss;
            Divergence.Check(trainLoss, _plan, State);
            using IDisposable? loan = Average?.Lend();
            EvaluationScore? watched = _watch.Length == 0 ? null : Evaluator.Evaluate(Model, _watchedPictures, _watch, cancellation);
            if (watched is { } score) Divergence.Check(score.Loss, _plan, State);

            var result = new CnnEpochResult
            {
                Epoch = epoch,
                Loss = trainLoss,
                Accuracy = meter.Accuracy,
                ValidationLoss = watched?.Loss,
                ValidationAccuracy = watched?.Accuracy,
                LearningRate = rates.At(Math.Max(State.Step - 1, 0)),
                Seconds = Elapsed().TotalSeconds,
                ImagesPerSecond = meter.Count / trainSeconds,
            };
            progress.EpochEnded(Elapsed());

            bool better = watched is { } value && _stopping.Observe(epoch, value.Loss);
            bool keep = better || watched is null || !_plan.RestoreBest;
            if (keep && watched is not null && _plan.RestoreBest) Best.Keep(Model);
            loan?.Dispose();
            rates.EpochEnded(watched?.Loss ?? trainLoss);
            State.History.Add(result);
            (State.Epoch, State.Position, State.Sums, State.EpochSeconds) = (epoch + 1, 0, default, 0);
            (State.Stopping, State.Scale, State.Plateau, State.Seconds) = (_stopping.State, gradients.Scale, rates.Plateau, budget.Seconds);
            if (keep) State.BestEpoch = epoch;
            onEpoch(result, keep);
        }

        if (_stopping.ShouldStop) (StopReason, StopMessage) = (CnnStopReason.EarlyStopping, _stopping.Reason());
        else if (WasCutShort || State.Epoch <= _plan.Epoch)
            (StopReason, StopMessage) = (CnnStopReason.TimeBudget, Invariant($"The time budget of {_plan.TimeBudget!.Value.TotalSeconds:0.###} seconds was spent {(WasCutShort ? "in" : "after")} epoch {State.Epoch - 1} of {_plan.Epoch}, after step {State.Step}."));
        if (Best.Any) Best.Restore(Model);
        else Average?.Give();
    }

    /// <summary>Frees the optimizer and the kept weights; the model is its maker's.</summary>
    public void Dispose()
    {
        Optimizer.Dispose();
        Best.Dispose();
        Average?.Dispose();
        _loss.Dispose();
    }

    /// <summary>Brings <see cref="State"/> up to date within an epoch; costs a wait for the device, so only when somebody asks.</summary>
    private TrainingState Capture(EpochMeter meter, GradientStep gradients, TimeBudget budget, TimeSpan elapsed)
    {
        (State.Sums, State.Scale, State.EpochSeconds, State.Seconds) = (meter.Sums, gradients.Scale, elapsed.TotalSeconds, budget.Seconds);
        return State;
    }
}
