using CnnTools.Core.Datasets;

namespace CnnTools.Core.Planning;

/// <summary>
/// A training with every choice made: what the user specified, completed by the architecture's recipe and checked. It is what <c>-WhatIf</c> shows, what
/// runs, and what is recorded.
/// </summary>
public sealed record TrainingPlan
{
    private readonly IReadOnlyDictionary<TrainingOption, object?> _values;

    internal TrainingPlan(IReadOnlyDictionary<TrainingOption, object?> values) => _values = values;

    /// <summary>The training split's description.</summary>
    public required CnnDatasetInfo Train { get; init; }

    /// <summary>Whether the dataset has a test split.</summary>
    public required bool HasTest { get; init; }

    /// <summary>How image files become the network's input, and why so.</summary>
    public InputChoice Input { get; init; } = new(null, "");

    /// <summary>What the user should know before the training starts.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Where the training continues; null if it begins.</summary>
    internal Checkpoint? Resumed { get; init; }

    /// <inheritdoc cref="CnnTrainingOptions.Dataset"/>
    public string Dataset => Of(TrainingOptions.Dataset);

    /// <inheritdoc cref="CnnTrainingOptions.Network"/>
    public CnnNetwork Network => Of(TrainingOptions.Network);

    /// <inheritdoc cref="CnnTrainingOptions.TestSplit"/>
    public double? TestSplit => Of(TrainingOptions.TestSplit);

    /// <inheritdoc cref="CnnTrainingOptions.SkipBroken"/>
    public bool SkipBroken => Of(TrainingOptions.SkipBroken) == true;

    /// <inheritdoc cref="CnnTrainingOptions.MaxCacheSize"/>
    public long? MaxCacheSize => Of(TrainingOptions.MaxCacheSize);

    /// <inheritdoc cref="CnnTrainingOptions.Epoch"/>
    public int Epoch => Of(TrainingOptions.Epoch);

    /// <inheritdoc cref="CnnTrainingOptions.BatchSize"/>
    public int BatchSize => Of(TrainingOptions.BatchSize);

    /// <inheritdoc cref="CnnTrainingOptions.Optimizer"/>
    public CnnOptimizer Optimizer => Of(TrainingOptions.Optimizer);

    /// <inheritdoc cref="CnnTrainingOptions.LearningRate"/>
    public double LearningRate => Of(TrainingOptions.LearningRate);

    /// <inheritdoc cref="CnnTrainingOptions.Momentum"/>
    public double Momentum => Of(TrainingOptions.Momentum);

    /// <inheritdoc cref="CnnTrainingOptions.Beta2"/>
    public double Beta2 => Of(TrainingOptions.Beta2);

    /// <inheritdoc cref="CnnTrainingOptions.WeightDecay"/>
    public double WeightDecay => Of(TrainingOptions.WeightDecay);

    /// <inheritdoc cref="CnnTrainingOptions.Augmentation"/>
    public CnnAugmentation Augmentation => Of(TrainingOptions.Augmentation);

    /// <inheritdoc cref="CnnTrainingOptions.ShiftFraction"/>
    public double ShiftFraction => Of(TrainingOptions.ShiftFraction);

    /// <inheritdoc cref="CnnTrainingOptions.AugmentationStartEpoch"/>
    public int AugmentationStartEpoch => Of(TrainingOptions.AugmentationStartEpoch);

    /// <inheritdoc cref="CnnTrainingOptions.Schedule"/>
    public CnnSchedule Schedule => Of(TrainingOptions.Schedule);

    /// <inheritdoc cref="CnnTrainingOptions.ScheduleFactor"/>
    public double ScheduleFactor => Of(TrainingOptions.ScheduleFactor);

    /// <inheritdoc cref="CnnTrainingOptions.ScheduleStepEpoch"/>
    public int ScheduleStepEpoch => Of(TrainingOptions.ScheduleStepEpoch);

    /// <inheritdoc cref="CnnTrainingOptions.SchedulePatience"/>
    public int SchedulePatience => Of(TrainingOptions.SchedulePatience);

    /// <inheritdoc cref="CnnTrainingOptions.MinimumLearningRate"/>
    public double MinimumLearningRate => Of(TrainingOptions.MinimumLearningRate);

    /// <inheritdoc cref="CnnTrainingOptions.WarmUpEpoch"/>
    public double WarmUpEpoch => Of(TrainingOptions.WarmUpEpoch);

    /// <inheritdoc cref="CnnTrainingOptions.LabelSmoothing"/>
    public double LabelSmoothing => Of(TrainingOptions.LabelSmoothing);

    /// <inheritdoc cref="CnnTrainingOptions.WeightAveraging"/>
    public double WeightAveraging => Of(TrainingOptions.WeightAveraging);

    /// <inheritdoc cref="CnnTrainingOptions.GradientClipping"/>
    public double GradientClipping => Of(TrainingOptions.GradientClipping);

    /// <inheritdoc cref="CnnTrainingOptions.Mixup"/>
    public double Mixup => Of(TrainingOptions.Mixup);

    /// <inheritdoc cref="CnnTrainingOptions.CutMix"/>
    public double CutMix => Of(TrainingOptions.CutMix);

    /// <inheritdoc cref="CnnTrainingOptions.RandomErasing"/>
    public double RandomErasing => Of(TrainingOptions.RandomErasing);

    /// <inheritdoc cref="CnnTrainingOptions.ClassWeight"/>
    public CnnClassWeight ClassWeight => Of(TrainingOptions.ClassWeight);

    /// <inheritdoc cref="CnnTrainingOptions.TimeBudget"/>
    public TimeSpan? TimeBudget => Of(TrainingOptions.TimeBudget) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <inheritdoc cref="CnnTrainingOptions.ValidationSplit"/>
    public CnnValidationSplit ValidationSplit => Of(TrainingOptions.ValidationSplit);

    /// <inheritdoc cref="CnnTrainingOptions.EarlyStoppingPatience"/>
    public int EarlyStoppingPatience => Of(TrainingOptions.EarlyStoppingPatience);

    /// <inheritdoc cref="CnnTrainingOptions.EarlyStoppingMinimumDelta"/>
    public double EarlyStoppingMinimumDelta => Of(TrainingOptions.EarlyStoppingMinimumDelta);

    /// <inheritdoc cref="CnnTrainingOptions.RestoreBest"/>
    public bool RestoreBest => Of(TrainingOptions.RestoreBest);

    /// <inheritdoc cref="CnnTrainingOptions.Device"/>
    public string Device => Of(TrainingOptions.Device);

    /// <inheritdoc cref="CnnTrainingOptions.Precision"/>
    public CnnPrecision Precision => Of(TrainingOptions.Precision);

    /// <inheritdoc cref="CnnTrainingOptions.Thread"/>
    public int Thread => Of(TrainingOptions.Thread);

    /// <inheritdoc cref="CnnTrainingOptions.Seed"/>
    public long Seed => Of(TrainingOptions.Seed);

    /// <inheritdoc cref="CnnTrainingOptions.OutputPath"/>
    public string? OutputPath => Of(TrainingOptions.OutputPath);

    /// <inheritdoc cref="CnnTrainingOptions.LogPath"/>
    public string? LogPath => Of(TrainingOptions.LogPath);

    /// <inheritdoc cref="CnnTrainingOptions.ReportPath"/>
    public string? ReportPath => Of(TrainingOptions.ReportPath);

    /// <inheritdoc cref="CnnTrainingOptions.CheckpointPath"/>
    public string? CheckpointPath => Of(TrainingOptions.CheckpointPath);

    /// <inheritdoc cref="CnnTrainingOptions.CheckpointInterval"/>
    public TimeSpan CheckpointInterval => TimeSpan.FromSeconds(Of(TrainingOptions.CheckpointInterval));

    /// <inheritdoc cref="CnnTrainingOptions.TensorBoardPath"/>
    public string? TensorBoardPath => Of(TrainingOptions.TensorBoardPath);

    /// <inheritdoc cref="CnnTrainingOptions.RunPath"/>
    public string? RunPath => Of(TrainingOptions.RunPath);

    /// <inheritdoc cref="CnnTrainingOptions.DatasetCache"/>
    public string? DatasetCache => Of(TrainingOptions.DatasetCache);

    /// <inheritdoc cref="CnnTrainingOptions.Offline"/>
    public bool Offline => Of(TrainingOptions.Offline);

    /// <summary>The plan in words: what each line is about, and what it says.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Lines =>
    [
        .. TrainingOptions.All.Where(static option => option.Line is not null).GroupBy(static option => option.Line!)
            .Select(group => KeyValuePair.Create(group.Key, string.Join(", ", group.Select(option => option.Describe(this)).OfType<string>())))
            .Where(static line => line.Value.Length > 0),
    ];

    /// <summary>The plan as lines to read.</summary>
    public IEnumerable<string> Describe() => Lines.Select(static line => $"{line.Key}: {line.Value}");

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Describe());

    /// <summary>The value of an option.</summary>
    internal T Of<T>(TrainingOption<T> option) => (T)_values[option]!;

    /// <summary>The same plan with another value of one option, which is not checked.</summary>
    internal TrainingPlan With<T>(TrainingOption<T> option, T value) =>
        new(new Dictionary<TrainingOption, object?>(_values) { [option] = value }) { Train = Train, HasTest = HasTest, Input = Input, Warnings = Warnings, Resumed = Resumed };
}
