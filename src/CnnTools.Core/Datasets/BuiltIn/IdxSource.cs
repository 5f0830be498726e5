using System.IO.Compression;
using CnnTools.Core.Datasets.Download;

namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>An IDX dataset in the cache: the publisher's <c>.gz</c> files, or the same files decompressed.</summary>
internal sealed class IdxSource(IdxDataset dataset, string cacheFolder, FileDownloader downloader) : IDownloadableSource
{
    public string Folder { get; } = Path.Combine(cacheFolder, dataset.Folder);

    public bool HasSplit(CnnSplit split) => split != CnnSplit.Validation;

    public IReadOnlyDictionary<CnnSplit, ImageSet> Load(IReadOnlyList<CnnSplit> splits, CancellationToken cancellationToken) =>
        splits.Distinct().ToDictionary(static split => split, split => Load(split, cancellationToken));

    public bool IsAvailable(CnnSplit split)
    {
        var (images, labels) = dataset.FilesOf(split);
        return Find(images) is not null && Find(labels) is not null;
    }

    public CnnDatasetInfo Describe(CnnSplit split)
    {
        bool available = IsAvailable(split);
        return new()
        {
            Name = dataset.Name, Split = split, Count = dataset.CountOf(split), Width = dataset.Size, Height = dataset.Size, Channels = dataset.Channels,
            Classes = dataset.ClassNames, Available = available, Path = available ? Folder : null, Verified = available && IsVerified(split),
        };
    }

    private ImageSet Load(CnnSplit split, CancellationToken cancellationToken)
    {
        var (images, labels) = dataset.FilesOf(split);
        string imagesPath = Find(images)!, labelsPath = Find(labels)!;
        int count = dataset.CountOf(split);
        int[] values = Read(labelsPath, (stream, file) => IdxReader.ReadLabels(stream, file, count, dataset.ClassNames.Count));
        ClassBalance.Check(dataset, split, values, labelsPath);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] pixels = Read(imagesPath, (stream, file) => IdxReader.ReadImages(stream, file, count, dataset.Size));
        cancellationToken.ThrowIfCancellationRequested();
        return new ImageSet(dataset.Name, split, dataset.Channels, dataset.Size, dataset.Size, dataset.ClassNames, pixels, values, IsVerified(split), Folder);
    }

    public void Download(CancellationToken cancellationToken)
    {
        foreach (var split in (CnnSplit[])[CnnSplit.Train, CnnSplit.Test])
        {
            var (images, labels) = dataset.FilesOf(split);
            foreach (var (missing, other) in ((PublishedFile, PublishedFile)[])[(images, labels), (labels, images)])
            {
                if (Find(missing) is not null) continue;
                // Labels belong to images by their position alone: a published file goes only beside its own counterpart.
                if (Find(other) is { } present && !other.Matches(present))
                    throw DatasetErrors.Invalid($"{Folder}: {missing.Name} is missing beside {Path.GetFileName(present)}, which is not the published file. Add the file that belongs to it, or delete it to download both.", Folder);
                Directory.CreateDirectory(Folder);
                downloader.Download(dataset.Name, missing, dataset.Mirrors, Path.Combine(Folder, missing.Name), cancellationToken);
            }
        }
    }

    /// <summary>The publisher's hash is that of the compressed file, so a decompressed one can only pass structural checks.</summary>
    private bool IsVerified(CnnSplit split)
    {
        var (images, labels) = dataset.FilesOf(split);
        return Find(labels) is { } labelsPath && labels.Matches(labelsPath) && Find(images) is { } imagesPath && images.Matches(imagesPath);
    }

    /// <summary>The file's path, compressed or else not; null where neither is there.</summary>
    private string? Find(PublishedFile file)
    {
        string path = Path.Combine(Folder, file.Name), plain = Path.ChangeExtension(path, null);
        return File.Exists(path) ? path : File.Exists(plain) ? plain : null;
    }

    private static T Read<T>(string path, Func<Stream, string, T> read)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return read(file, Path.GetFileName(path));
        using var content = new GZipStream(file, CompressionMode.Decompress);
        return read(content, Path.GetFileName(path));
    }
}
