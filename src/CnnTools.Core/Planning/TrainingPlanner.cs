using CnnTools.Core.Datasets;

namespace CnnTools.Core.Planning;

/// <summary>Turns options into a plan. Touches neither libtorch nor pixels; nothing that it writes, to see whether a folder takes files, stays.</summary>
internal static class TrainingPlanner
{
    /// <summary>Makes every choice once: draws the seed, reads the checkpoint, tries the folders.</summary>
    /// <param name="options">What the user specified.</param>
    /// <param name="store">Where datasets are found.</param>
    /// <exception cref="CnnException">Options cannot be used. One error has all of them, under the id of the first; a single one keeps its own
    /// message.</exception>
    public static TrainingPlan Plan(CnnTrainingOptions options, DatasetStore store)
    {
        var draft = new PlanDraft(options, store);
        draft.ReadCheckpoint();
        var plan = new TrainingPlan(draft.Complete()) { Train = draft.Train, HasTest = draft.HasTest, Input = draft.Input, Resumed = draft.Resumed, Warnings = draft.Warnings };
        plan.Resumed?.Identity.CheckSamePlan(plan);
        return plan;
    }
}
