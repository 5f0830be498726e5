using CnnTools.Core.Text;

namespace CnnTools.Core.Planning;

/// <summary>What keeps a network from learning its training images by heart: augmentation, softened labels, averages.</summary>
public static partial class TrainingOptions
{
    internal static readonly TrainingOption<CnnAugmentation> Augmentation = new()
    {
        Help = "Random changes to training images, separated by commas",
        Line = "Augmentation",
        Default = static draft => draft.Recipe.Augmentation,
        Words = static (augmentation, _) => augmentation == CnnAugmentation.None ? (FormattableString)$"none" : $"{augmentation}",
    };

    internal static readonly TrainingOption<double> ShiftFraction = new()
    {
        Help = "Largest shift as a fraction of the image's size, in [0, 1)",
        Line = "Augmentation",
        Default = static draft => draft.Recipe.ShiftFraction,
        Range = OptionRange.Fraction,
        Words = static (fraction, plan) => plan.Augmentation == CnnAugmentation.None ? null : (FormattableString)$"shift up to {fraction:0.##}",
    };

    internal static readonly TrainingOption<int> AugmentationStartEpoch = new()
    {
        Help = "First epoch with augmentation, from 1",
        Line = "Augmentation",
        Default = static draft => draft.Options.Augmentation is null ? draft.Recipe.AugmentationStartEpoch : 1,
        Range = OptionRange.AtLeast(1),
        Words = static (epoch, plan) => plan.Augmentation == CnnAugmentation.None ? null : (FormattableString)$"from epoch {epoch}",
    };

    internal static readonly TrainingOption<double> LabelSmoothing = new()
    {
        Help = "Fraction of each label that is spread over all classes, in [0, 1)",
        Line = "Techniques",
        Default = static draft => draft.Recipe.LabelSmoothing,
        Range = OptionRange.Fraction,
        Words = static (fraction, _) => fraction > 0 ? (FormattableString)$"label smoothing {fraction:0.####}" : null,
    };

    internal static readonly TrainingOption<double> WeightAveraging = new()
    {
        Help = "Decay per step of the running average of the weights, in [0, 1)",
        Line = "Techniques",
        Default = static draft => draft.Recipe.WeightAveraging,
        Range = OptionRange.Fraction,
        Words = static (decay, _) => decay > 0 ? (FormattableString)$"weights averaged with decay {decay:0.######}" : null,
    };

    internal static readonly TrainingOption<double> GradientClipping = new()
    {
        Help = "Largest norm of all gradients together",
        Line = "Techniques",
        Default = static draft => draft.Recipe.GradientClipping,
        Range = OptionRange.NotNegative,
        Words = static (norm, _) => norm > 0 ? (FormattableString)$"gradients clipped to norm {norm:0.####}" : null,
    };

    internal static readonly TrainingOption<double> Mixup = new()
    {
        Help = "Mixup alpha: parameter of the Beta distribution that images and labels are mixed by",
        Line = "Techniques",
        Default = static draft => draft.Recipe.Mixup,
        Range = OptionRange.NotNegative,
        Words = static (alpha, _) => alpha > 0 ? (FormattableString)$"mixup {alpha:0.####}" : null,
    };

    internal static readonly TrainingOption<double> CutMix = new()
    {
        Help = "CutMix alpha: parameter of the Beta distribution of the size of the rectangle from another image",
        Line = "Techniques",
        Default = static draft => draft.Recipe.CutMix,
        Range = OptionRange.NotNegative,
        Words = static (alpha, _) => alpha > 0 ? (FormattableString)$"CutMix {alpha:0.####}" : null,
    };

    internal static readonly TrainingOption<double> RandomErasing = new()
    {
        Help = "Fraction of the images in which a random rectangle is replaced by noise, in [0, 1]",
        Line = "Techniques",
        Default = static draft => draft.Recipe.RandomErasing,
        Range = OptionRange.ClosedFraction,
        Words = static (fraction, _) => fraction > 0 ? (FormattableString)$"random erasing of {fraction:0.####} of the images" : null,
    };

    internal static readonly TrainingOption<CnnClassWeight> ClassWeight = new()
    {
        Help = "How much each class counts: Balanced, None, numbers in label order (1,2,0.5), or by name (cat=2,dog=0.5)",
        Line = "Techniques",
        Default = static draft => draft.Recipe.ClassWeight,
        Check = static (weights, draft) => CheckClasses(weights, draft.Train),
        Words = static (weights, _) => weights.IsNone ? null : (FormattableString)$"class weights {weights}",
        Provenance = static weights => weights.ToString(),
    };

    private static CnnClassWeight CheckClasses(CnnClassWeight weights, CnnDatasetInfo dataset)
    {
        IReadOnlyList<string> classes = dataset.Classes;
        if (weights.Values is { } values && values.Count != classes.Count)
            throw Invalid($"expected {classes.Count} weights, one for each class of {dataset.Name} in label order ({Some(classes, 10)}); found {values.Count}.");
        if (weights.ByName?.Keys.FirstOrDefault(name => !classes.Contains(name)) is { } unknown)
            throw Invalid($"{dataset.Name} has no class '{unknown}'.{Suggestion.For(unknown, classes)} Expected one of {Some(classes, 20)}.");
        if (weights.ByName is { } named && classes.All(name => named.TryGetValue(name, out double weight) && weight == 0))
            throw Invalid($"expected a weight above 0 for at least one class; found {weights}.");
        return weights;

        CnnException Invalid(FormattableString message) => OptionError.Invalid($"ClassWeight: {Invariant(message)}", weights);
    }

    private static string Some(IReadOnlyList<string> names, int count) => string.Join(", ", names.Take(count)) + (names.Count > count ? ", ..." : "");
}
