using CnnTools.Core.Datasets.Prepared;
using CnnTools.Core.Images;

namespace CnnTools.Core.Datasets.Files;

/// <summary>A dataset whose images are files of their own: a folder or a manifest.</summary>
internal sealed class ImageFileSource : IDatasetSource
{
    private readonly FileListing _listing;
    private readonly DatasetStoreOptions _options;
    private readonly Lazy<IReadOnlyDictionary<CnnSplit, IReadOnlyList<LabeledImage>>> _images;
    private readonly FileIndex _index;
    private readonly PreparedCache _cache;
    private ImagePreparation? _preparation;
    private bool _told;

    /// <summary>Makes a source. Reads no image yet.</summary>
    /// <param name="listing">The files.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="cacheFolder">Where prepared images are kept.</param>
    /// <exception cref="CnnException"><c>DatasetArgumentInvalid</c>: a test split is asked for, and there is one already.</exception>
    public ImageFileSource(FileListing listing, DatasetStoreOptions options, string cacheFolder)
    {
        (_listing, _options, _preparation) = (listing, options, options.Preparation);
        (_index, _cache) = (new FileIndex(cacheFolder, listing.Path), new PreparedCache(cacheFolder, options.MaximumCacheBytes, text => options.Message?.Invoke(text)));
        if (options.TestSplit > 0 && !options.TestSplitIsOptional && listing.Images.ContainsKey(CnnSplit.Test))
            throw DatasetErrors.Argument($"TestSplit: expected a dataset without a test split; {listing.Path} has one. Leave TestSplit out.", options.TestSplit);
        _images = new(Divide);
    }

    public bool HasSplit(CnnSplit split) => _listing.Images.ContainsKey(split) || (split == CnnSplit.Test && _options.TestSplit > 0);

    public IReadOnlyList<LabeledImage> Images(CnnSplit split) => _images.Value.TryGetValue(split, out IReadOnlyList<LabeledImage>? images) ? images : throw DatasetErrors.NotFound(Missing(split), _listing.Path);

    public IReadOnlyList<string> Warnings => _listing.Warnings;

    public IReadOnlyList<string> ClassNames => _listing.ClassNames;

    public CnnDatasetInfo Describe(CnnSplit split)
    {
        IReadOnlyList<LabeledImage> images = Images(split);
        ImagePreparation preparation = Preparation(default);
        return new()
        {
            Name = _listing.Name, Split = split, Count = images.Count, Width = preparation.Width, Height = preparation.Height, Channels = preparation.Channels, Classes = _listing.ClassNames, Verified = false, Path = _listing.Path,
        };
    }

    public InputChoice ChooseInput((int Height, int Width, int Channels)? network, CancellationToken cancellationToken) => SizeChoice.Of(_listing, _options, network, FileIndex.SizeOf, cancellationToken);

    public IReadOnlyDictionary<CnnSplit, ImageSet> Load(IReadOnlyList<CnnSplit> splits, CancellationToken cancellationToken)
    {
        if (!_told)
            foreach (string warning in _listing.Warnings) (_options.Warning ?? _options.Message)?.Invoke(warning);
        _told = true;
        var wanted = splits.Distinct().ToDictionary(static split => split, Images);
        return new ImageLoader(_listing, Preparation(cancellationToken), _options, _index, _cache).Load(wanted, cancellationToken);
    }

    /// <summary>Decodes every image of a split and gives an error for each that cannot be read.</summary>
    public IEnumerable<CnnException> FindBroken(CnnSplit split, CancellationToken cancellationToken)
    {
        var loader = new ImageLoader(_listing, Preparation(cancellationToken), _options, _index, _cache);
        return loader.FindBroken(Images(split), cancellationToken);
    }

    private ImagePreparation Preparation(CancellationToken cancellationToken) => _preparation ??= ChooseInput(null, cancellationToken).Preparation!;

    private IReadOnlyDictionary<CnnSplit, IReadOnlyList<LabeledImage>> Divide()
    {
        if (_options.TestSplit <= 0 || _listing.Images.ContainsKey(CnnSplit.Test)) return _listing.Images;
        IReadOnlyList<LabeledImage> all = _listing.Images[CnnSplit.Train];
        (IReadOnlyList<LabeledImage> train, IReadOnlyList<LabeledImage> test) = ContentSplit.Divide(all, _index.HashesOf(all.Select(static image => image.Path), null, default), _options.TestSplit);
        if (test.Count == 0) throw DatasetErrors.Invalid(Invariant($"{_listing.Path}: expected at least two different images of a class to hold {_options.TestSplit:0.###} of them out as a test split; found none. Add images."), _listing.Path);
        return new Dictionary<CnnSplit, IReadOnlyList<LabeledImage>>(_listing.Images) { [CnnSplit.Train] = train, [CnnSplit.Test] = test };
    }

    private string Missing(CnnSplit split) => File.Exists(_listing.Path)
        ? $"{_listing.Path}: expected rows of the split {split}; found none. Add a column 'split' with the words {SplitName.Words}{OrTestSplit(split)}."
        : $"{_listing.Path}: expected the splits as subfolders train and test to read {split}; found no such subfolder beside the training images{OrTestSplit(split)}.";

    private static string OrTestSplit(CnnSplit split) => split == CnnSplit.Test ? ", or train with TestSplit, such as 0.2, to hold a part out" : "";
}
