using CnnTools.Core.Planning;

namespace CnnTools.Engine.Training;

/// <summary>Stops a training whose loss is no number any more: nothing good would come of it.</summary>
internal static class Divergence
{
    /// <summary>Checks a loss.</summary>
    /// <param name="loss">The loss, of training or validation.</param>
    /// <param name="plan">The training.</param>
    /// <param name="state">Where it is.</param>
    /// <exception cref="CnnException">The loss is infinite or no number: id <c>TrainingDiverged</c>.</exception>
    public static void Check(double loss, TrainingPlan plan, TrainingState state)
    {
        if (double.IsFinite(loss)) return;
        string last = state.History.Count == 0 ? "no epoch before it ended" : Invariant($"the epoch before it had {state.History[^1].Loss:0.0000}");
        throw new CnnException("TrainingDiverged", CnnErrorCategory.OperationFailed, Invariant(
            $"Training diverged: expected a finite loss, found {loss} in epoch {state.Epoch} (step {state.Step}); {last}. Try a learning rate below {plan.LearningRate:0.######}, or precision Float32. Weights kept from earlier epochs are untouched."), loss);
    }
}
