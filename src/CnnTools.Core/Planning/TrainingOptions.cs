using System.Reflection;
using CnnTools.Core.Networks;

namespace CnnTools.Core.Planning;

/// <summary>
/// The one place that describes the options of a training. Checks, plans, <c>-WhatIf</c>, model files, resume identities, records of runs, the worker's
/// options and the metadata of builds
/// are made of it; docs/architecture.md says how an option is added. Each field has the name of a property of <see cref="CnnTrainingOptions"/>.
/// </summary>
public static partial class TrainingOptions
{
    private static IReadOnlyList<TrainingOption>? s_all;

    /// <summary>All options, in the order of <see cref="CnnTrainingOptions"/>.</summary>
    public static IReadOnlyList<TrainingOption> All => s_all ??=
        [.. typeof(CnnTrainingOptions).GetProperties().Select(static property => Find(property.Name))];

    internal static readonly TrainingOption<string> Dataset = new()
    {
        Help = "A dataset's name, a folder with one subfolder per class, or a CSV manifest",
        Uses = OptionUses.None,
        Metadata = MetadataForm.None,
        Line = "Dataset",
        Check = static (name, draft) =>
        {
            draft.FindDataset(name);
            return name;
        },
        Words = static (_, plan) => plan.Train is { Count: > 0 } train
            ? (FormattableString)$"{train.Name}, {train.Count} training images of {train.Height}x{train.Width}x{train.Channels}, {train.Classes.Count} classes"
            : $"{plan.Train.Name}, training images of {plan.Train.Height}x{plan.Train.Width}x{plan.Train.Channels}, {plan.Train.Classes.Count} classes",
    };

    internal static readonly TrainingOption<string?> Architecture = new()
    {
        Help = "A network's name or the path of a network in JSON; without it, the dataset's usual network",
        Uses = OptionUses.None,
    };

    internal static readonly TrainingOption<CnnNetwork> Network = new()
    {
        Uses = OptionUses.None,
        Metadata = MetadataForm.None,
        Line = "Network",
        Default = static draft => NetworkResolver.Resolve(
            draft.Of(Architecture) ?? NetworkCatalog.DefaultFor(draft.Train.Name).Name,
            draft.Train.Height, draft.Train.Width, draft.Train.Channels, draft.Train.Classes.Count),
        Check = static (network, draft) =>
        {
            ShapeInference.CheckFits(network, draft.Train.Height, draft.Train.Width, draft.Train.Channels, draft.Train.Classes.Count);
            return network;
        },
        Words = static (network, _) => $"{network.Name}, {NetworkSummary.Of(network).Sum(static layer => layer.Parameters)} parameters",
    };

    private static TrainingOption Find(string name) =>
        typeof(TrainingOptions).GetField(name, BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null) as TrainingOption
        ?? throw new InvalidOperationException($"The option '{name}' of CnnTrainingOptions is not described in {nameof(TrainingOptions)}.");
}
