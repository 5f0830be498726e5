using System.Diagnostics;
using CnnTools.Engine.Devices;
using CnnTools.Engine.Evaluation;
using CnnTools.Engine.Models;
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
    private EarlyStopping _stopping;

    /// <summary>Makes a loop at its beginning.</summary>
    /// <param name="plan">Every choice of the training.</param>
    /// <param name="model">The network with its starting weights, on the device.</param>
    /// <param name="pictures">The training split.</param>
    /// <param name="learn">Positions of the pictures to learn from.</param>
    /// <param name="watchedPictures">The split that is watched.</param>
    /// <param name="watch">Positions of the pictures to watch; empty watches nothing.</param>
    /// <param name="observer">Is told how far an epoch has come.</param>
    public TrainingLoop(TrainingPlan plan, CnnModule model, DeviceImages pictures, int[] learn, DeviceImages watchedPictures, int[] watch, ITrainingObserver observer)
    {
        (_plan, Model, _pictures, _learn, _watchedPictures, _watch, _observer) = (plan, model, pictures, learn, watchedPictures, watch, observer);
        Optimizer = Optimizers.Create(plan, model.parameters());
        _stopping = new EarlyStopping(plan.EarlyStoppingPatience, plan.EarlyStoppingMinimumDelta);
    }

    /// <summary>The network.</summary>
    public CnnModule Model { get; }

    /// <summary>What changes its weights.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>The weights of the best epoch so far.</summary>
    public BestWeights Best { get; } = new();

    /// <summary>Where the training is.</summary>
    public TrainingState State { get; private set; } = new();

    /// <summary>Why the loop ended.</summary>
    public CnnStopReason StopReason { get; private set; } = CnnStopReason.Completed;

    /// <summary>The same as a sentence.</summary>
    public string StopMessage { get; private set; } = "All epochs were run.";

    /// <summary>Goes on from where another run was; its tensors are already in the model, the optimizer and <see cref="Best"/>.</summary>
    public void ContinueFrom(TrainingState state)
    {
        State = state;
        _stopping = new EarlyStopping(_plan.EarlyStoppingPatience, _plan.EarlyStoppingMinimumDelta, state.Stopping);
    }

    /// <summary>Trains until the last epoch, the end of patience, or cancellation.</summary>
    /// <param name="onEpoch">Called after each epoch, with the model holding that epoch's weights; true where they are the ones to keep so far.</param>
    /// <param name="onStep">Called after each step, when <see cref="State"/> can be captured by <see cref="Capture"/>; null where nobody wants to.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="CnnException">The loss is no number any more: id <c>TrainingDiverged</c>.</exception>
    public void Run(Action<CnnEpochResult, bool> onEpoch, Action<Func<TrainingState>>? onStep, CancellationToken cancellation)
    {
        using var meter = new EpochMeter(_pictures.Device);
        var gradients = new GradientStep(_plan.Precision, Model, Optimizer, State.Scale);
        var progress = new ProgressReport(_plan, _learn.Length, _observer);

        while (State.Epoch <= _plan.Epoch && !_stopping.ShouldStop)
        {
            var clock = Stopwatch.StartNew();
            double before = State.EpochSeconds;
            TimeSpan Elapsed() => clock.Elapsed + TimeSpan.FromSeconds(before);
            int epoch = State.Epoch;
            int[] order = Shuffled(epoch);
            Model.train();
            meter.Reset(State.Sums);
            while (State.Position < order.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                int count = Math.Min(_plan.BatchSize, order.Length - State.Position);
                (Tensor batch, Tensor labels) = _pictures.Select(order.AsSpan(State.Position, count));
                if (_plan.Augmentation != CnnAugmentation.None && epoch >= _plan.AugmentationStartEpoch)
                    batch = ShiftFlip.Apply(batch, _plan.Augmentation, _plan.ShiftFraction, RandomStreams.Create(_plan.Seed, RandomPurpose.Augmentation, State.Step));

                Model.SetStep(State.Step);
                Optimizer.zero_grad();
                Tensor logits;
                using (TorchBackend.Autocast(_pictures.Device, _plan.Precision)) logits = Model.call(Preprocessing.ToInput(batch));
                Tensor loss = nn.functional.cross_entropy(logits.to(ScalarType.Float32), labels);
                gradients.BackwardAndStep(loss);

                meter.Add(loss, logits, labels);
                State.Position += count;
                State.Step++;
                if (progress.IsDue(meter.Count))
                {
                    ThrowIfDiverged(meter.Loss);
                    progress.Report(epoch, meter, Elapsed());
                }

                if (State.Position < order.Length) onStep?.Invoke(() => Capture(meter, gradients, Elapsed()));
            }

            double trainSeconds = Elapsed().TotalSeconds, trainLoss = meter.Loss;
            ThrowIfDiverged(trainLoss);
            EvaluationScore? watched = _watch.Length == 0 ? null : Evaluator.Evaluate(Model, _watchedPictures, _watch, _plan.Precision, cancellation);
            if (watched is { } score) ThrowIfDiverged(score.Loss);

            var result = new CnnEpochResult
            {
                Epoch = epoch,
                Loss = trainLoss,
                Accuracy = meter.Accuracy,
                ValidationLoss = watched?.Loss,
                ValidationAccuracy = watched?.Accuracy,
                LearningRate = Optimizer.ParamGroups.First().LearningRate,
                Seconds = Elapsed().TotalSeconds,
                ImagesPerSecond = order.Length / trainSeconds,
            };
            progress.EpochEnded(Elapsed());

            bool better = watched is { } value && _stopping.Observe(epoch, value.Loss);
            bool keep = better || watched is null || !_plan.RestoreBest;
            if (keep && watched is not null && _plan.RestoreBest) Best.Keep(Model);
            State.History.Add(result);
            (State.Epoch, State.Position, State.Sums, State.EpochSeconds) = (epoch + 1, 0, default, 0);
            (State.Stopping, State.Scale) = (_stopping.State, gradients.Scale);
            if (keep) State.BestEpoch = epoch;
            onEpoch(result, keep);
        }

        if (_stopping.ShouldStop) (StopReason, StopMessage) = (CnnStopReason.EarlyStopping, _stopping.Reason());
        if (Best.Any) Best.Restore(Model);
    }

    /// <summary>Frees the optimizer and the kept weights; the model is its maker's.</summary>
    public void Dispose()
    {
        Optimizer.Dispose();
        Best.Dispose();
    }

    /// <summary>Brings <see cref="State"/> up to date within an epoch; costs a wait for the device, so only when somebody asks.</summary>
    private TrainingState Capture(EpochMeter meter, GradientStep gradients, TimeSpan elapsed)
    {
        (State.Sums, State.Scale, State.EpochSeconds) = (meter.Sums, gradients.Scale, elapsed.TotalSeconds);
        return State;
    }

    private int[] Shuffled(int epoch)
    {
        var order = (int[])_learn.Clone();
        SplitMix64 random = RandomStreams.Create(_plan.Seed, RandomPurpose.Shuffling, epoch);
        random.Shuffle(order.AsSpan());
        return order;
    }

    private void ThrowIfDiverged(double loss)
    {
        if (double.IsFinite(loss)) return;
        string last = State.History.Count == 0 ? "no epoch before it ended" : Invariant($"the epoch before it had {State.History[^1].Loss:0.0000}");
        throw new CnnException("TrainingDiverged", CnnErrorCategory.OperationFailed, Invariant(
            $"Training diverged: expected a finite loss, found {loss} in epoch {State.Epoch} (step {State.Step}); {last}. Try a learning rate below {_plan.LearningRate:0.######}, or precision Float32. Weights kept from earlier epochs are untouched."), loss);
    }
}
