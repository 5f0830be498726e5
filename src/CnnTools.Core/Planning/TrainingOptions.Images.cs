using CnnTools.Core.Datasets;

namespace CnnTools.Core.Planning;

/// <summary>How the images of folders and manifests are read, prepared and divided. What they become is part of the dataset's hash, and so of the resume
/// identity.</summary>
public static partial class TrainingOptions
{
    internal static readonly TrainingOption<CnnImageSize?> ImageSize = new()
    {
        Help = "Height and width that image files are prepared to, such as 128 or 96,128 (default: the network's input, else the images' own size up to 64, else 128)",
        Uses = OptionUses.Extent,
        Line = "Images",
        Check = static (_, draft) => draft.Input.Preparation is { } preparation ? new CnnImageSize(preparation.Height, preparation.Width) : null,
        Words = static (_, plan) => plan.Input.Preparation is { } preparation ? (FormattableString)$"prepared to {preparation} because {plan.Input.Reason}" : null,
        Provenance = static size => size?.ToString(),
    };

    internal static readonly TrainingOption<CnnImageFit?> Fit = new()
    {
        Help = "What becomes of an image whose sides have another ratio (default Crop)",
        Uses = OptionUses.Extent,
        Check = static (_, draft) => draft.Input.Preparation?.Fit,
    };

    internal static readonly TrainingOption<double?> TestSplit = new()
    {
        Help = "Fraction of a folder without a test split that is held out as one, by class and by each image's content",
        Uses = OptionUses.Extent,
        Line = "Images",
        Range = OptionRange.Fraction,
        Check = static (fraction, draft) => draft.Train is not null && fraction > 0 ? fraction : null,
        Words = static (fraction, _) => fraction is null ? null : (FormattableString)$"{fraction:0.###} held out as the test split by their content",
    };

    internal static readonly TrainingOption<bool?> SkipBroken = new()
    {
        Help = "Leave out images that cannot be read",
        Uses = OptionUses.Extent,
        Line = "Images",
        Check = static (skips, _) => skips == true ? true : null,
        Words = static (skips, _) => skips is null ? null : (FormattableString)$"broken files are left out",
    };

    internal static readonly TrainingOption<long?> MaxCacheSize = new()
    {
        Help = "Largest size of the cache of prepared images in bytes (default 32 GiB)",
        Uses = OptionUses.None,
        Metadata = MetadataForm.Machine,
        Range = OptionRange.NotNegative,
    };

    /// <summary>Where the dataset of a training is found, with the options that say how it is read.</summary>
    internal static DatasetStoreOptions StoreOptions(CnnTrainingOptions options) => new()
    {
        CacheFolder = options.DatasetCache,
        Offline = options.Offline,
        ImageSize = options.ImageSize,
        Fit = options.Fit,
        // Values out of range are an error of the option's own.
        TestSplit = options.TestSplit is > 0 and < 1 ? options.TestSplit.Value : 0,
        SkipBroken = options.SkipBroken == true,
        MaximumCacheBytes = options.MaxCacheSize is >= 0 ? options.MaxCacheSize.Value : DatasetStoreOptions.DefaultMaximumCacheBytes,
    };
}
