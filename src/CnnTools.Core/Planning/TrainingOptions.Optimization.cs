using CnnTools.Core.Networks;
using System.Runtime.CompilerServices;
using CnnTools.Core.Schedules;

namespace CnnTools.Core.Planning;

/// <summary>How long, with how much at once and by what rule the weights are changed.</summary>
public static partial class TrainingOptions
{
    internal static readonly TrainingOption<int> Epoch = new()
    {
        Help = "Largest number of epochs",
        Uses = OptionUses.Extent,
        Line = "Training",
        Default = static draft => draft.Recipe.Epoch,
        Range = OptionRange.AtLeast(1),
        Words = static (count, _) => $"at most {count} epochs",
    };

    internal static readonly TrainingOption<int> BatchSize = new()
    {
        Help = "Images per step",
        Line = "Training",
        Default = static draft => draft.Recipe.BatchSize,
        Range = OptionRange.AtLeast(1),
        Check = static (size, draft) => size > 1 || !BatchNeeds.NeedsSeveral(draft.Of(Network)) ? size
            : throw OptionError.Invalid($"BatchSize: expected at least 2, because {draft.Of(Network).Name} normalizes over the batch where an image has one value per channel; found {size}.", size),
        Words = static (size, _) => $"batch size {size}",
    };

    internal static readonly TrainingOption<CnnOptimizer> Optimizer = new()
    {
        Help = "The rule that changes the weights",
        Line = "Training",
        Default = static draft => draft.Recipe.Optimizer,
        Words = static (optimizer, _) => $"{optimizer}",
    };

    internal static readonly TrainingOption<double> LearningRate = new()
    {
        Help = "Learning rate, above 0",
        Line = "Training",
        // Other optimizers than the recipe's start at Keras' default rates.
        Default = static draft => draft.Of(Optimizer) switch
        {
            var optimizer when optimizer == draft.Recipe.Optimizer => draft.Recipe.LearningRate,
            CnnOptimizer.Sgd => 0.01,
            _ => 1e-3,
        },
        Range = OptionRange.Positive,
        Words = static (rate, _) => $"learning rate {rate:0.######}",
    };

    internal static readonly TrainingOption<double> Momentum = new()
    {
        Help = "Momentum of Sgd, in [0, 1)",
        Line = "Training",
        Default = static draft => draft.Of(Optimizer) == CnnOptimizer.Sgd ? 0.9 : 0,
        Range = OptionRange.Fraction,
        Words = static (momentum, plan) => plan.Optimizer == CnnOptimizer.Sgd ? (FormattableString)$"momentum {momentum:0.######}" : null,
    };

    internal static readonly TrainingOption<double> Beta2 = new()
    {
        Help = "Share of Adam's running mean of squared gradients that a step keeps, in [0, 1) (default 0.999)",
        Line = "Training",
        For = OptionOwner.Of(static () => Optimizer, CnnOptimizer.Adam, CnnOptimizer.AdamW),
        Default = static _ => 0.999,
        Range = OptionRange.Fraction,
        Words = static (beta, plan) => plan.Optimizer == CnnOptimizer.Sgd ? null : (FormattableString)$"beta 2 {beta:0.######}",
        Formerly = "0.999",
    };

    internal static readonly TrainingOption<double> WeightDecay = new()
    {
        Help = "Weight decay, at least 0",
        Line = "Training",
        // PyTorch's default for AdamW, which without decay would be Adam.
        Default = static draft => draft.Of(Optimizer) == CnnOptimizer.AdamW ? 0.01 : 0,
        Range = OptionRange.NotNegative,
        Words = static (decay, _) => $"weight decay {decay:0.######}",
    };

    internal static readonly TrainingOption<CnnSchedule> Schedule = new()
    {
        Help = "How the learning rate changes",
        Line = "Schedule",
        Default = static draft => draft.Recipe.Schedule,
        Words = static (schedule, plan) => schedule switch
        {
            CnnSchedule.Cosine => $"cosine to {plan.MinimumLearningRate:0.########}",
            CnnSchedule.OneCycle => $"one cycle, rising for {plan.WarmUpEpoch:0.##} epochs",
            CnnSchedule.Step => $"times {plan.ScheduleFactor:0.####} every {plan.ScheduleStepEpoch} epochs",
            CnnSchedule.Plateau => FormattableStringFactory.Create(
                "times {0:0.####} after more than {1} epochs without a better loss, down to {2:0.########}", plan.ScheduleFactor, plan.SchedulePatience, plan.MinimumLearningRate),
            _ => $"constant",
        },
        // A schedule that runs to the end of the last epoch depends on their number.
        Identity = static (schedule, plan) =>
            schedule is CnnSchedule.Cosine or CnnSchedule.OneCycle ? Invariant($"{schedule} over {plan.Epoch} epochs") : $"{schedule}",
    };

    internal static readonly TrainingOption<double> ScheduleFactor = new()
    {
        Help = "What Step and Plateau multiply the learning rate by (default 0.1)",
        For = OptionOwner.Of(static () => Schedule, CnnSchedule.Step, CnnSchedule.Plateau),
        Default = static draft => draft.Recipe.ScheduleFactor,
        Range = OptionRange.OpenFraction,
    };

    internal static readonly TrainingOption<int> ScheduleStepEpoch = new()
    {
        Help = "Epochs between two decreases of Step (default a third of all)",
        For = OptionOwner.Of(static () => Schedule, CnnSchedule.Step),
        Default = static draft => draft.Recipe.ScheduleStepEpoch ?? (draft.Of(Epoch) + 2) / 3,
        Range = OptionRange.AtLeast(1),
        Identity = static (count, plan) => plan.Schedule == CnnSchedule.Step ? Invariant($"{count}") : "-",
    };

    internal static readonly TrainingOption<int> SchedulePatience = new()
    {
        Help = "Epochs without a better validation loss before Plateau lowers the learning rate (default 2)",
        For = OptionOwner.Of(static () => Schedule, CnnSchedule.Plateau),
        Default = static draft => draft.Recipe.SchedulePatience,
        Range = OptionRange.AtLeast(0),
    };

    internal static readonly TrainingOption<double> MinimumLearningRate = new()
    {
        Help = "Learning rate below which Cosine and Plateau do not go (default 0)",
        For = OptionOwner.Of(static () => Schedule, CnnSchedule.Cosine, CnnSchedule.Plateau),
        Default = static draft => draft.Recipe.MinimumLearningRate,
        Range = OptionRange.NotNegative,
        Check = static (minimum, draft) => minimum < draft.Of(LearningRate) ? minimum
            : throw OptionError.Invalid($"MinimumLearningRate: expected a number below the learning rate, {draft.Of(LearningRate)}; found {minimum}.", minimum),
    };

    internal static readonly TrainingOption<double> WarmUpEpoch = new()
    {
        Help = "Epochs, or part of one, over which the learning rate rises at the beginning (default 0; OneCycle: 0.3 of all)",
        Line = "Schedule",
        Default = static draft => draft.Recipe.WarmUpEpoch ?? (draft.Of(Schedule) == CnnSchedule.OneCycle ? OneCycle.RiseShare * draft.Of(Epoch) : 0),
        Range = OptionRange.NotNegative,
        Check = static (warmUp, draft) => warmUp < draft.Of(Epoch) ? warmUp
            : throw OptionError.Invalid($"WarmUpEpoch: expected a number below the number of epochs, {draft.Of(Epoch)}; found {warmUp}.", warmUp),
        Words = static (warmUp, plan) => warmUp > 0 && plan.Schedule != CnnSchedule.OneCycle
            ? (FormattableString)$"after {warmUp:0.##} epochs of warm-up" : null,
    };
}
