namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>What is fixed about a published dataset: shape, class names, files, hashes and where they are found. Pure data; <see cref="BuiltInCatalog"/> holds
/// the values.</summary>
internal abstract record BuiltInDataset
{
    /// <summary>The name users write.</summary>
    public required string Name { get; init; }

    /// <summary>The folder within the cache.</summary>
    public required string Folder { get; init; }

    /// <summary>Class names in label order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Height and width of an image in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public required int Channels { get; init; }

    /// <summary>Images of the training split.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Images of the test split.</summary>
    public required int TestCount { get; init; }

    /// <summary>Whether every class has the same number of images in each split.</summary>
    public required bool Balanced { get; init; }

    /// <summary>Addresses of folders that hold the files, ending in a slash, in the order they are tried.</summary>
    public required IReadOnlyList<Uri> Mirrors { get; init; }

    /// <summary>The files that are downloaded.</summary>
    public abstract IReadOnlyList<PublishedFile> Downloads { get; }

    /// <summary>Images of a split.</summary>
    public int CountOf(CnnSplit split) => split == CnnSplit.Train ? TrainCount : TestCount;
}

/// <summary>A dataset in MNIST's IDX format: a file of images and a file of labels for each split.</summary>
internal sealed record IdxDataset : BuiltInDataset
{
    public required PublishedFile TrainImages { get; init; }

    public required PublishedFile TrainLabels { get; init; }

    public required PublishedFile TestImages { get; init; }

    public required PublishedFile TestLabels { get; init; }

    public override IReadOnlyList<PublishedFile> Downloads => [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>The files of one split.</summary>
    public (PublishedFile Images, PublishedFile Labels) FilesOf(CnnSplit split) => split == CnnSplit.Train ? (TrainImages, TrainLabels) : (TestImages, TestLabels);
}

/// <summary>A dataset in CIFAR's binary format: files of records, each one or two label bytes followed by the red, green and blue planes, published in one
/// archive.</summary>
internal sealed record CifarDataset : BuiltInDataset
{
    /// <summary>The archive that is downloaded.</summary>
    public required PublishedFile Archive { get; init; }

    /// <summary>The files of the training split, in order.</summary>
    public required IReadOnlyList<string> TrainFiles { get; init; }

    /// <summary>The files of the test split, in order.</summary>
    public required IReadOnlyList<string> TestFiles { get; init; }

    /// <summary>Label bytes at the start of a record: 1 or 2.</summary>
    public required int LabelBytes { get; init; }

    /// <summary>Which label byte is used; CIFAR-100 puts the coarse label before the fine one.</summary>
    public required int LabelIndex { get; init; }

    /// <summary>A text file of class names, one a line, that is checked where it is present; null where none is checked.</summary>
    public string? NamesFile { get; init; }

    public override IReadOnlyList<PublishedFile> Downloads => [Archive];

    /// <summary>Bytes a record.</summary>
    public int RecordBytes => LabelBytes + Channels * Size * Size;

    /// <summary>The files of one split.</summary>
    public IReadOnlyList<string> FilesOf(CnnSplit split) => split == CnnSplit.Train ? TrainFiles : TestFiles;

    /// <summary>The exact size of a file of one split.</summary>
    public long FileBytesOf(CnnSplit split) => (long)CountOf(split) / FilesOf(split).Count * RecordBytes;
}
