namespace CnnTools.Core.Planning;

/// <summary>The techniques of a plan, as words to read.</summary>
internal static class TechniqueText
{
    /// <summary>How the learning rate changes.</summary>
    public static string OfSchedule(TrainingPlan plan)
    {
        string schedule = plan.Schedule switch
        {
            CnnSchedule.Cosine => Invariant($"cosine to {plan.MinimumLearningRate:0.########}"),
            CnnSchedule.OneCycle => Invariant($"one cycle, rising for {plan.WarmUpEpoch:0.##} epochs"),
            CnnSchedule.Step => Invariant($"times {plan.ScheduleFactor:0.####} every {plan.ScheduleStepEpoch} epochs"),
            CnnSchedule.Plateau => Invariant($"times {plan.ScheduleFactor:0.####} after more than {plan.SchedulePatience} epochs without a better loss, down to {plan.MinimumLearningRate:0.########}"),
            _ => "constant",
        };
        return plan.WarmUpEpoch > 0 && plan.Schedule != CnnSchedule.OneCycle ? Invariant($"{schedule}, after {plan.WarmUpEpoch:0.##} epochs of warm-up") : schedule;
    }

    /// <summary>The other techniques that are on.</summary>
    public static IEnumerable<string> Of(TrainingPlan plan)
    {
        if (plan.LabelSmoothing > 0) yield return Invariant($"label smoothing {plan.LabelSmoothing:0.####}");
        if (plan.WeightAveraging > 0) yield return Invariant($"weights averaged with decay {plan.WeightAveraging:0.######}");
        if (plan.GradientClipping > 0) yield return Invariant($"gradients clipped to norm {plan.GradientClipping:0.####}");
        if (plan.Mixup > 0) yield return Invariant($"mixup {plan.Mixup:0.####}");
        if (plan.CutMix > 0) yield return Invariant($"CutMix {plan.CutMix:0.####}");
        if (plan.RandomErasing > 0) yield return Invariant($"random erasing of {plan.RandomErasing:0.####} of the images");
        if (!plan.ClassWeight.IsNone) yield return $"class weights {plan.ClassWeight}";
    }

    /// <summary>
    /// The names and values of everything that the course of the training depends on. A schedule that runs to the end of the last epoch depends on their number.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> Choices(TrainingPlan plan)
    {
        bool hasEnd = plan.Schedule is CnnSchedule.Cosine or CnnSchedule.OneCycle;
        yield return (nameof(plan.Schedule), hasEnd ? Invariant($"{plan.Schedule} over {plan.Epoch} epochs") : $"{plan.Schedule}");
        yield return (nameof(plan.ScheduleFactor), Invariant($"{plan.ScheduleFactor:R}"));
        yield return (nameof(plan.ScheduleStepEpoch), plan.Schedule == CnnSchedule.Step ? Invariant($"{plan.ScheduleStepEpoch}") : "-");
        yield return (nameof(plan.SchedulePatience), Invariant($"{plan.SchedulePatience}"));
        yield return (nameof(plan.MinimumLearningRate), Invariant($"{plan.MinimumLearningRate:R}"));
        yield return (nameof(plan.WarmUpEpoch), Invariant($"{plan.WarmUpEpoch:R}"));
        yield return (nameof(plan.LabelSmoothing), Invariant($"{plan.LabelSmoothing:R}"));
        yield return (nameof(plan.WeightAveraging), Invariant($"{plan.WeightAveraging:R}"));
        yield return (nameof(plan.GradientClipping), Invariant($"{plan.GradientClipping:R}"));
        yield return (nameof(plan.Mixup), Invariant($"{plan.Mixup:R}"));
        yield return (nameof(plan.CutMix), Invariant($"{plan.CutMix:R}"));
        yield return (nameof(plan.RandomErasing), Invariant($"{plan.RandomErasing:R}"));
        yield return (nameof(plan.ClassWeight), $"{plan.ClassWeight}");
    }
}
