namespace CnnTools.Core.Planning;

/// <summary>When a training stops, and by what its best weights are chosen.</summary>
public static partial class TrainingOptions
{
    internal static readonly TrainingOption<double?> TimeBudget = new()
    {
        Help = "Seconds of training after which it stops at the end of the step",
        Uses = OptionUses.Extent,
        Line = "Time budget",
        Range = OptionRange.Seconds,
        Words = static (seconds, _) => seconds is null ? null : (FormattableString)$"{seconds:0.###} seconds of training",
    };

    internal static readonly TrainingOption<CnnValidationSplit> ValidationSplit = new()
    {
        Help = "What early stopping and best-model selection use: a fraction of the training split, Validation (the dataset's own split), Test or None (default Validation if there is such a split, else 0.1)",
        Line = "Validation",
        Default = static draft => draft.HasValidation ? CnnValidationSplit.Validation : new CnnValidationSplit(0.1),
        Check = CheckValidation,
        Words = static (split, _) => split.UseTest ? (FormattableString)$"the test split (the final test accuracy will be too good)" : split.UseOwn ? $"the dataset's validation split"
            : split.IsNone ? (FormattableString)$"none" : (FormattableString)$"{split} of each class held out of the training split",
        Provenance = static split => split.ToString(),
    };

    internal static readonly TrainingOption<int> EarlyStoppingPatience = new()
    {
        Help = "Epochs without a better validation loss before training stops; 0 never stops early",
        Line = "Validation",
        Default = static draft => draft.Recipe.EarlyStoppingPatience,
        Range = OptionRange.AtLeast(0),
        Check = static (patience, draft) => !draft.Of(ValidationSplit).IsNone ? patience : draft.Options.EarlyStoppingPatience is not > 0 ? 0
            : throw OptionError.Invalid("ValidationSplitInvalid", $"EarlyStoppingPatience {patience} needs a loss to watch, but ValidationSplit is None; give a fraction such as 0.1.", patience),
        Words = static (patience, _) => patience == 0 ? (FormattableString)$"no early stopping" : $"early stopping with patience {patience}",
    };

    private static CnnValidationSplit CheckValidation(CnnValidationSplit split, PlanDraft draft)
    {
        string dataset = draft.Options.Dataset;
        if (split.UseTest && !draft.HasTest) throw OptionError.Invalid("ValidationSplitInvalid", $"ValidationSplit Test: dataset '{dataset}' has no test split; give a fraction such as 0.1.", dataset);
        if (split.UseOwn && !draft.HasValidation) throw OptionError.Invalid("ValidationSplitInvalid", $"ValidationSplit Validation: dataset '{dataset}' has no validation split; use a fraction such as 0.1.", dataset);
        if (split.UseTest || split.UseOwn || split.IsNone || draft.HoldsOut(split.Fraction)) return split;
        // Asked for and impossible is an error; a default that comes to nothing is said.
        if (draft.Options.ValidationSplit is not null || draft.Options.EarlyStoppingPatience > 0)
            throw OptionError.Invalid("ValidationSplitInvalid", $"ValidationSplit {split}: expected classes large enough to hold images out for validation; found none of which this fraction is an image. Use a larger fraction, such as 0.25, or more images, or ValidationSplit None without EarlyStoppingPatience.", split);
        draft.Warnings.Add($"{dataset}: the classes are too small to hold {split} of them out for validation, so that the last epoch is kept and training does not stop early. Use a larger ValidationSplit, such as 0.25, or more images.");
        return CnnValidationSplit.None;
    }

    internal static readonly TrainingOption<double> EarlyStoppingMinimumDelta = new()
    {
        Help = "Smallest decrease of the validation loss that counts as better",
        Line = "Validation",
        Range = OptionRange.NotNegative,
        Words = static (delta, plan) => plan.EarlyStoppingPatience == 0 ? null : (FormattableString)$"minimum delta {delta:0.######}",
    };

    internal static readonly TrainingOption<bool> RestoreBest = new()
    {
        Help = "Keep the last epoch's weights instead of the best one's",
        IsOnByDefault = true,
        Line = "Validation",
        Default = static _ => true,
        Words = static (isOn, _) => isOn ? null : (FormattableString)$"weights of the last epoch",
    };
}
