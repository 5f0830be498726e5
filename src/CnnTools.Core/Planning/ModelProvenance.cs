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
    /// <summary>Image files that were left out because they cannot be read.</summary>
    public int SkippedImages { get; init; }

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

    /// <summary>What the model's file says, in the order of its keys; becomes JSON.</summary>
    public IReadOnlyDictionary<string, object> Describe()
    {
        (string Key, object? Value)[] values =
        [
            ("Engine", ModelFile.EngineVersion), (nameof(TorchVersion), TorchVersion),
            ("Dataset", Plan.Train.Name), (nameof(DatasetHash), DatasetHash), (nameof(Device), Device),
            .. TrainingOptions.All.Where(static option => option.Uses.HasFlag(OptionUses.Model)).Select(option => (option.Name, option.ToProvenance(Plan))),
            (nameof(SkippedImages), SkippedImages > 0 ? SkippedImages : null), (nameof(BestEpoch), BestEpoch), (nameof(Test), Test), (nameof(StopReason), StopReason),
        ];
        return new OrderedDictionary<string, object>(values.Where(static pair => pair.Value is not null)
            .Select(static pair => KeyValuePair.Create(pair.Key, pair.Value!)));
    }
}
