using CnnTools.Core.Planning;
using CnnTools.Core.Schedules;
using CnnTools.Engine.Torch;

namespace CnnTools.Engine.Training;

/// <summary>The learning rate of every step, as a plan's schedule and warm-up have it: a function of the step, but for what a plateau remembers.</summary>
/// <param name="plan">The choices.</param>
/// <param name="stepsPerEpoch">Steps of an epoch.</param>
/// <param name="plateau">What an earlier run remembered.</param>
internal sealed class LearningRates(TrainingPlan plan, long stepsPerEpoch, PlateauState plateau)
{
    private readonly bool _changes = plan.Schedule != CnnSchedule.Constant || plan.WarmUpEpoch > 0;
    private readonly long _steps = plan.Epoch * stepsPerEpoch;
    // A one-cycle's rise is its own warm-up.
    private readonly long _warmUp = plan.Schedule == CnnSchedule.OneCycle ? 0 : (long)Math.Round(plan.WarmUpEpoch * stepsPerEpoch);

    /// <summary>What to remember for a later run.</summary>
    public PlateauState Plateau { get; private set; } = plateau;

    /// <summary>Gives an optimizer the learning rate of a step; leaves it alone where it never changes.</summary>
    public void Set(FusedOptimizer optimizer, long step)
    {
        if (_changes) optimizer.LearningRate = At(step);
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step over the whole training, from 0.</param>
    public double At(long step) => WarmUp.Share(step, _warmUp) * plan.Schedule switch
    {
        // The cosine begins where the warm-up ends.
        CnnSchedule.Cosine => Cosine.Rate(plan.LearningRate, plan.MinimumLearningRate, Math.Max(step - _warmUp, 0), Math.Max(_steps - _warmUp, 1)),
        CnnSchedule.OneCycle => OneCycle.Rate(plan.LearningRate, step, _steps, plan.WarmUpEpoch / plan.Epoch),
        CnnSchedule.Step => StepDecay.Rate(plan.LearningRate, plan.ScheduleFactor, step / stepsPerEpoch, plan.ScheduleStepEpoch),
        CnnSchedule.Plateau => Math.Max(plan.LearningRate * Plateau.Scale, plan.MinimumLearningRate),
        _ => plan.LearningRate,
    };

    /// <summary>Takes in the watched loss of an epoch that ended.</summary>
    public void EpochEnded(double loss)
    {
        if (plan.Schedule == CnnSchedule.Plateau) Plateau = CnnTools.Core.Schedules.Plateau.Observe(Plateau, loss, plan.SchedulePatience, plan.ScheduleFactor);
    }
}
