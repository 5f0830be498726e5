using CnnTools.Core.ModelFiles;
using CnnTools.Core.Networks;
using CnnTools.Core.Planning;
using CnnTools.Engine.Batches;
using CnnTools.Engine.Batches.Augmentation;
using CnnTools.Engine.Inference;
using CnnTools.Engine.Modules;
using CnnTools.Engine.Torch;
using CnnTools.Engine.Training.Listeners;
using CnnTools.Engine.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace CnnTools.Engine.Training;

/// <summary>
/// The training loop: epochs, steps, validation, early stopping. Everything that happens in a training happens here, in this order; the parts it calls know
/// nothing
/// of each other.
/// </summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly DeviceImages _images;
    private readonly DeviceImages _validationImages;
    private readonly int[] _learn;
    private readonly int[] _watch;
    private readonly TimeProvider _time;
    private readonly TrainingLoss _loss;
    private readonly StepSizes _steps;
    private EarlyStopping _stopping;

    /// <summary>Makes a loop at its beginning.</summary>
    /// <param name="plan">Every choice of the training.</param>
    /// <param name="model">The network with its starting weights, on the device.</param>
    /// <param name="images">The training split.</param>
    /// <param name="learn">Positions of the images to learn from.</param>
    /// <param name="validationImages">The split that is watched.</param>
    /// <param name="watch">Positions of the images to watch; empty watches nothing.</param>
    /// <param name="time">The clock of the time budget; null takes the system's.</param>
    public TrainingLoop(TrainingPlan plan, CnnModule model, DeviceImages images, int[] learn, DeviceImages validationImages, int[] watch,
        TimeProvider? time = null)
    {
        (_plan, Model, _images, _learn, _validationImages, _watch, _time) = (plan, model, images, learn, validationImages, watch, time ?? TimeProvider.System);
        _steps = new StepSizes(plan.BatchSize, BatchNeeds.NeedsSeveral(plan.Network));
        Optimizer = Optimizers.Create(plan, model.parameters());
        Average = plan.WeightAveraging > 0 ? new WeightAverage(model, plan.WeightAveraging) : null;
        _loss = new TrainingLoss(plan.LabelSmoothing, ClassWeights.Of(plan.ClassWeight, plan.Train.Classes, () => images.CountLabels(learn, plan.Train.Classes.Count)), images.Device);
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
    /// True where the time budget ended within an epoch. What was reported of that epoch then is of a part of it, and <see cref="State"/> no place to go on
    /// from: that was captured before.
    /// </summary>
    public bool WasCutShort { get; private set; }

    /// <summary>Goes on from where another run was; its tensors are already in the model, the optimizer, <see cref="Best"/> and <see
    /// cref="Average"/>.</summary>
    public void ContinueFrom(TrainingState state)
    {
        State = state;
        _stopping = new EarlyStopping(_plan.EarlyStoppingPatience, _plan.EarlyStoppingMinimumDelta, state.Stopping);
    }

    /// <summary>Trains until the last epoch, the end of patience or of the time budget, or cancellation.</summary>
    /// <param name="listener">Is told of every step and epoch.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="CnnException">The loss is infinite or not a number: id <c>TrainingDiverged</c>.</exception>
    public void Run(ITrainingListener listener, CancellationToken cancellation)
    {
        using var run = new LoopRun(_plan, Model, Optimizer, State, _images.Device, _learn.Length, _time, cancellation);
        while (State.Epoch <= _plan.Epoch && !_stopping.ShouldStop && !(State.Step > 0 && State.Position == 0 && run.Budget.IsSpent))
        {
            TrainEpoch(run, listener);
            (CnnEpochResult result, bool isBest) = EndEpoch(run);
            listener.EpochEnded(result, isBest);
        }

        if (_stopping.ShouldStop) (StopReason, StopMessage) = (CnnStopReason.EarlyStopping, _stopping.Reason());
        else if (WasCutShort || State.Epoch <= _plan.Epoch)
            (StopReason, StopMessage) = (CnnStopReason.TimeBudget, Invariant($"The time budget of {_plan.TimeBudget!.Value.TotalSeconds:0.###} seconds was spent {(WasCutShort ? "in" : "after")} epoch {State.Epoch - 1} of {_plan.Epoch}, after step {State.Step}."));
        if (Best.Any) Best.Restore(Model);
        else Average?.Give();
    }

    /// <summary>Goes once through the training images. A spent budget ends it after the step under way.</summary>
    private void TrainEpoch(LoopRun run, ITrainingListener listener)
    {
        int[] order = EpochOrder.Of(_learn, _plan.Seed, State.Epoch);
        Model.train();
        run.BeginEpoch();
        while (State.Position < order.Length && !(State.Position > 0 && run.Budget.IsSpent))
        {
            run.Cancellation.ThrowIfCancellationRequested();
            int count = _steps.Next(order.Length - State.Position);
            TrainStep(run, order.AsSpan(State.Position, count));
            State.Position += count;
            State.Step++;
            listener.StepEnded(run, isLast: false);
        }

        WasCutShort = State.Position < order.Length;
        if (WasCutShort) listener.StepEnded(run, isLast: true);
    }

    /// <summary>One step: a batch, its loss, the gradients, the weights.</summary>
    private void TrainStep(LoopRun run, ReadOnlySpan<int> indices)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor images, Tensor labels) = _images.Select(indices);
        TrainingBatch batch = BatchPreparation.Prepare(_plan, images, labels, State.Epoch, State.Step);

        run.Rates.Set(Optimizer, State.Step);
        Model.SetStep(State.Step);
        Optimizer.ZeroGrad();
        Tensor logits = Model.call(batch.Input);
        Tensor loss = _loss.Of(logits, batch);
        run.Gradients.BackwardAndStep(loss);
        Average?.Update(State.Step);
        run.Meter.Add(loss, logits, batch.MainLabels);
    }

    /// <summary>Validates, decides whether the epoch's weights are the best, and moves the state on to the next epoch.</summary>
    private (CnnEpochResult Result, bool Keep) EndEpoch(LoopRun run)
    {
        double trainSeconds = run.Elapsed.TotalSeconds, trainLoss = run.Meter.Loss;
        Divergence.Check(trainLoss, _plan, State);
        EvaluationScore? validation;
        bool keep;
        using (Average?.Lend())
        {
            validation = _watch.Length == 0 ? null : Evaluator.Evaluate(Model, _validationImages, _watch, run.Cancellation);
            if (validation is { } score) Divergence.Check(score.Loss, _plan, State);
            bool better = validation is { } value && _stopping.Observe(State.Epoch, value.Loss);
            keep = better || validation is null || !_plan.RestoreBest;
            if (keep && validation is not null && _plan.RestoreBest) Best.Keep(Model);
        }

        CnnEpochResult result = run.Result(trainSeconds, trainLoss, validation);
        run.Rates.EpochEnded(validation?.Loss ?? trainLoss);
        State.History.Add(result);
        if (keep) State.BestEpoch = State.Epoch;
        State.Stopping = _stopping.State;
        run.EndEpoch();
        return (result, keep);
    }

    /// <summary>Frees the optimizer and the kept weights; the model is its maker's.</summary>
    public void Dispose()
    {
        Optimizer.Dispose();
        Best.Dispose();
        Average?.Dispose();
        _loss.Dispose();
    }
}
