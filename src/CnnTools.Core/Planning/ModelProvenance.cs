using CnnTools.Core.ModelFiles;

namespace CnnTools.Core.Planning;

/// <summary>Where a model comes from: written into its file, so that it can be made again.</summary>
/// <param name="Plan">Every choice of the training.</param>
/// <param name="DatasetHash">SHA-256 of the training split's content.</param>
/// <param name="ClassNames">Class names in label order.</param>
/// <param name="Device">The device trained on.</param>
/// <param name="TorchVersion">Version of libtorch.</param>
internal sealed record ModelProvenance(TrainingPlan Plan, string DatasetHash, IReadOnlyList<string> ClassNames, string Device, string TorchVersion)
{
    /// <summary>The epoch whose weights the file holds.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<CnnEpochResult> History { get; init; } = [];

    /// <summary>The grade on the test split; null before the end.</summary>
    public EvaluationScore? Test { get; init; }

    /// <summary>Why the training ended; null before the end.</summary>
    public CnnStopReason? StopReason { get; init; }

    /// <summary>The same, for a training that has come this far.</summary>
    public ModelProvenance At(int bestEpoch, IReadOnlyList<CnnEpochResult> history) => this with { BestEpoch = bestEpoch, History = history };

    /// <summary>What the model's file says; its properties become JSON.</summary>
    public object Describe() => new
    {
        Engine = ModelFile.EngineVersion,
        TorchVersion,
        Dataset = Plan.Train.Name,
        DatasetHash,
        Device,
        Plan.Thread,
        Plan.Precision,
        Plan.Seed,
        Plan.Optimizer,
        Plan.LearningRate,
        Plan.Momentum,
        Plan.WeightDecay,
        Plan.BatchSize,
        Plan.Epoch,
        Plan.EarlyStoppingPatience,
        Plan.EarlyStoppingMinimumDelta,
        Plan.RestoreBest,
        Plan.Augmentation,
        Plan.ShiftFraction,
        Plan.AugmentationStartEpoch,
        Plan.Schedule,
        Plan.ScheduleFactor,
        Plan.ScheduleStepEpoch,
        Plan.SchedulePatience,
        Plan.MinimumLearningRate,
        Plan.WarmUpEpoch,
        Plan.LabelSmoothing,
        Plan.WeightAveraging,
        Plan.GradientClipping,
        Plan.Mixup,
        Plan.CutMix,
        Plan.RandomErasing,
        ClassWeight = Plan.ClassWeight.ToString(),
        TimeBudget = Plan.TimeBudget?.TotalSeconds,
        ValidationSplit = Plan.ValidationSplit.ToString(),
        BestEpoch,
        Test,
        StopReason,
    };
}
