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
internal sealed class TrainingLoop(TrainingPlan plan, CnnModule model, DeviceImages pictures, int[] learn, DeviceImages watchedPictures, int[] watch, ITrainingObserver observer)
{
    private readonly EarlyStopping _stopping = new(plan.EarlyStoppingPatience, plan.EarlyStoppingMinimumDelta);

    /// <summary>Why the loop ended.</summary>
    public CnnStopReason StopReason { get; private set; } = CnnStopReason.Completed;

    /// <summary>The same as a sentence.</summary>
    public string StopMessage { get; private set; } = "All epochs were run.";

    /// <summary>The epoch with the lowest watched loss; the last one where nothing is watched.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epochs so far.</summary>
    public List<CnnEpochResult> History { get; } = [];

    /// <summary>Trains until the last epoch, the end of patience, or cancellation.</summary>
    /// <param name="onEpoch">Called after each epoch, with the model holding that epoch's weights; true where they are the ones to keep so far.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="CnnException">The loss is no number any more: id <c>TrainingDiverged</c>.</exception>
    public void Run(Action<CnnEpochResult, bool> onEpoch, CancellationToken cancellation)
    {
        using optim.Optimizer optimizer = Optimizers.Create(plan, model.parameters());
        using var meter = new EpochMeter(pictures.Device);
        using var best = new BestWeights();
        var gradients = new GradientStep(plan.Precision, model, optimizer);
        var progress = new ProgressReport(plan, learn.Length, observer);
        long step = 0;

        for (int epoch = 1; epoch <= plan.Epoch; epoch++)
        {
            var clock = Stopwatch.StartNew();
            int[] order = Shuffled(epoch);
            model.train();
            meter.Reset();
            for (int first = 0; first < order.Length; first += plan.BatchSize, step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                (Tensor batch, Tensor labels) = pictures.Select(order.AsSpan(first, Math.Min(plan.BatchSize, order.Length - first)));
                if (plan.Augmentation != CnnAugmentation.None && epoch >= plan.AugmentationStartEpoch)
                    batch = ShiftFlip.Apply(batch, plan.Augmentation, plan.ShiftFraction, RandomStreams.Create(plan.Seed, RandomPurpose.Augmentation, step));

                model.SetStep(step);
                optimizer.zero_grad();
                Tensor logits;
                using (TorchBackend.Autocast(pictures.Device, plan.Precision)) logits = model.call(Preprocessing.ToInput(batch));
                Tensor loss = nn.functional.cross_entropy(logits.to(ScalarType.Float32), labels);
                gradients.BackwardAndStep(loss);

                meter.Add(loss, logits, labels);
                if (progress.IsDue(meter.Count)) progress.Report(epoch, meter, clock.Elapsed);
            }

            double trainSeconds = clock.Elapsed.TotalSeconds, trainLoss = meter.Loss;
            ThrowIfDiverged(trainLoss, epoch, step);
            EvaluationScore? watched = watch.Length == 0 ? null : Evaluator.Evaluate(model, watchedPictures, watch, plan.Precision, cancellation);
            if (watched is { } score) ThrowIfDiverged(score.Loss, epoch, step);

            var result = new CnnEpochResult
            {
                Epoch = epoch,
                Loss = trainLoss,
                Accuracy = meter.Accuracy,
                ValidationLoss = watched?.Loss,
                ValidationAccuracy = watched?.Accuracy,
                LearningRate = optimizer.ParamGroups.First().LearningRate,
                Seconds = clock.Elapsed.TotalSeconds,
                ImagesPerSecond = order.Length / trainSeconds,
            };
            History.Add(result);
            progress.EpochEnded(clock.Elapsed);

            bool keep = watched is null || !plan.RestoreBest || _stopping.BestEpoch == 0;
            if (watched is not null) keep |= _stopping.Observe(epoch, watched.Value.Loss);
            if (keep) BestEpoch = epoch;
            if (keep && watched is not null && plan.RestoreBest) best.Keep(model);
            onEpoch(result, keep);
            if (!_stopping.ShouldStop) continue;

            (StopReason, StopMessage) = (CnnStopReason.EarlyStopping, _stopping.Reason());
            break;
        }

        if (best.Any) best.Restore(model);
    }

    private int[] Shuffled(int epoch)
    {
        var order = (int[])learn.Clone();
        SplitMix64 random = RandomStreams.Create(plan.Seed, RandomPurpose.Shuffling, epoch);
        random.Shuffle(order.AsSpan());
        return order;
    }

    private void ThrowIfDiverged(double loss, int epoch, long step)
    {
        if (double.IsFinite(loss)) return;
        string last = History.Count == 0 ? "no epoch before it ended" : FormattableString.Invariant($"the epoch before it had {History[^1].Loss:0.0000}");
        throw new CnnException("TrainingDiverged", CnnErrorCategory.OperationFailed, FormattableString.Invariant(
            $"Training diverged: expected a finite loss, found {loss} in epoch {epoch} (step {step}); {last}. Try a learning rate below {plan.LearningRate:0.######}, or precision Float32. Weights kept from earlier epochs are untouched."), loss);
    }
}
