namespace CnnTools.Core.Datasets;

/// <summary>One dataset, wherever its images come from.</summary>
internal interface IDatasetSource
{
    /// <summary>Whether the dataset has images in this split.</summary>
    bool HasSplit(CnnSplit split);

    /// <summary>Describes a split without decoding its images.</summary>
    CnnDatasetInfo Describe(CnnSplit split);

    /// <summary>Decodes splits. What is wrong with any of them is found before it returns.</summary>
    IReadOnlyDictionary<CnnSplit, ImageSet> Load(IReadOnlyList<CnnSplit> splits, CancellationToken cancellationToken);
}

/// <summary>A dataset that is downloaded into the cache.</summary>
internal interface IDownloadableSource : IDatasetSource
{
    /// <summary>The folder its files lie in.</summary>
    string Folder { get; }

    /// <summary>Whether all files of a split are on this machine.</summary>
    bool IsAvailable(CnnSplit split);

    /// <summary>Downloads what is missing. Called with the dataset's lock held.</summary>
    void Download(CancellationToken cancellationToken);
}
