using CnnTools.Core.Networks;
using CnnTools.Core.Schedules;
using CnnTools.Core.Text;
using static CnnTools.Core.Planning.OptionCheck;

namespace CnnTools.Core.Planning;

/// <summary>The part of the planner that fills in and checks the training techniques.</summary>
internal static class TechniquePlanner
{
    /// <summary>Adds the techniques to a plan whose other choices are made.</summary>
    /// <param name="plan">The plan so far.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="recipe">What stands in where the user says nothing.</param>
    /// <exception cref="CnnException">A value is out of its range, or belongs to another schedule: id <c>OptionInvalid</c>.</exception>
    public static TrainingPlan AddTo(TrainingPlan plan, CnnTrainingOptions options, TrainingRecipe recipe)
    {
        CnnSchedule schedule = options.Schedule ?? recipe.Schedule;
        BelongsTo(schedule, options.ScheduleFactor, nameof(options.ScheduleFactor), CnnSchedule.Step, CnnSchedule.Plateau);
        BelongsTo(schedule, options.ScheduleStepEpoch, nameof(options.ScheduleStepEpoch), CnnSchedule.Step);
        BelongsTo(schedule, options.SchedulePatience, nameof(options.SchedulePatience), CnnSchedule.Plateau);
        BelongsTo(schedule, options.MinimumLearningRate, nameof(options.MinimumLearningRate), CnnSchedule.Cosine, CnnSchedule.Plateau);
        double minimum = NotNegative(options.MinimumLearningRate ?? recipe.MinimumLearningRate, nameof(options.MinimumLearningRate));
        if (minimum >= plan.LearningRate) throw Invalid(Invariant($"MinimumLearningRate: expected a number below the learning rate, {plan.LearningRate}; found {minimum}."), minimum);
        double warmUp = NotNegative(options.WarmUpEpoch ?? recipe.WarmUpEpoch ?? (schedule == CnnSchedule.OneCycle ? OneCycle.RiseShare * plan.Epoch : 0), nameof(options.WarmUpEpoch));
        if (warmUp >= plan.Epoch) throw Invalid(Invariant($"WarmUpEpoch: expected a number below the number of epochs, {plan.Epoch}; found {warmUp}."), warmUp);
        CnnClassWeight weights = options.ClassWeight ?? recipe.ClassWeight;
        CheckClasses(weights, plan.Train);

        return plan with
        {
            Schedule = schedule,
            ScheduleFactor = Between(options.ScheduleFactor ?? recipe.ScheduleFactor, nameof(options.ScheduleFactor)),
            ScheduleStepEpoch = AtLeast(1, options.ScheduleStepEpoch ?? recipe.ScheduleStepEpoch ?? (plan.Epoch + 2) / 3, nameof(options.ScheduleStepEpoch)),
            SchedulePatience = AtLeast(0, options.SchedulePatience ?? recipe.SchedulePatience, nameof(options.SchedulePatience)),
            MinimumLearningRate = minimum,
            WarmUpEpoch = warmUp,
            LabelSmoothing = Share(options.LabelSmoothing ?? recipe.LabelSmoothing, nameof(options.LabelSmoothing)),
            WeightAveraging = Share(options.WeightAveraging ?? recipe.WeightAveraging, nameof(options.WeightAveraging)),
            GradientClipping = NotNegative(options.GradientClipping ?? recipe.GradientClipping, nameof(options.GradientClipping)),
            Mixup = NotNegative(options.Mixup ?? recipe.Mixup, nameof(options.Mixup)),
            CutMix = NotNegative(options.CutMix ?? recipe.CutMix, nameof(options.CutMix)),
            RandomErasing = UpToOne(options.RandomErasing ?? recipe.RandomErasing, nameof(options.RandomErasing)),
            ClassWeight = weights,
            TimeBudget = options.TimeBudget is { } seconds ? Seconds(seconds, nameof(options.TimeBudget)) : null,
        };
    }

    /// <summary>An option that another schedule would not even look at is a mistake, and the user wants to know.</summary>
    private static void BelongsTo<T>(CnnSchedule schedule, T? value, string option, params ReadOnlySpan<CnnSchedule> owners)
        where T : struct
    {
        if (value is null || owners.Contains(schedule)) return;
        string expected = string.Join(" or ", owners.ToArray());
        throw Invalid(Invariant($"{option} {value} is for Schedule {expected}; found Schedule {schedule}. Give Schedule {expected}, or leave {option} out."), value);
    }

    private static void CheckClasses(CnnClassWeight weights, CnnDatasetInfo dataset)
    {
        if (weights.Values is { } values && values.Count != dataset.Classes.Count)
            throw Invalid(Invariant($"ClassWeight: expected {dataset.Classes.Count} weights, one for each class of {dataset.Name} in label order ({string.Join(", ", dataset.Classes.Take(10))}{(dataset.Classes.Count > 10 ? ", ..." : "")}); found {values.Count}."), weights);
        if (weights.ByName?.Keys.FirstOrDefault(name => !dataset.Classes.Contains(name)) is { } unknown)
            throw Invalid($"ClassWeight: {dataset.Name} has no class '{unknown}'.{Suggestion.For(unknown, dataset.Classes)} Expected one of {string.Join(", ", dataset.Classes.Take(20))}{(dataset.Classes.Count > 20 ? ", ..." : "")}.", weights);
        if (weights.ByName is { } named && dataset.Classes.All(name => named.TryGetValue(name, out double weight) && weight == 0))
            throw Invalid($"ClassWeight: expected a weight above 0 for at least one class; found {weights}.", weights);
    }
}
