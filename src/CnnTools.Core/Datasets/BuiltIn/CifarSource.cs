using CnnTools.Core.Datasets.Download;

namespace CnnTools.Core.Datasets.BuiltIn;

/// <summary>A CIFAR dataset in the cache: the unpacked files in their folder, or else the publisher's archive in the cache's root, which is read without
/// unpacking.</summary>
internal sealed class CifarSource(CifarDataset dataset, string cacheFolder, FileDownloader downloader) : IDownloadableSource
{
    private readonly string _archive = Path.Combine(cacheFolder, dataset.Archive.Name);

    public string Folder { get; } = Path.Combine(cacheFolder, dataset.Folder);

    public bool HasSplit(CnnSplit split) => split != CnnSplit.Validation;

    public IReadOnlyDictionary<CnnSplit, ImageSet> Load(IReadOnlyList<CnnSplit> splits, CancellationToken cancellationToken) =>
        splits.Distinct().ToDictionary(static split => split, split => Load(split, cancellationToken));

    public bool IsAvailable(CnnSplit split) => HasFiles(split) || File.Exists(_archive);

    public CnnDatasetInfo Describe(CnnSplit split)
    {
        bool available = IsAvailable(split);
        return new()
        {
            Name = dataset.Name, Split = split, Count = dataset.CountOf(split), Width = dataset.Size, Height = dataset.Size, Channels = dataset.Channels,
            Classes = dataset.ClassNames, Available = available, Path = !available ? null : HasFiles(split) ? Folder : _archive, Verified = available && IsVerified(split),
        };
    }

    private ImageSet Load(CnnSplit split, CancellationToken cancellationToken)
    {
        int count = dataset.CountOf(split), image = dataset.RecordBytes - dataset.LabelBytes;
        byte[] pixels = GC.AllocateUninitializedArray<byte>(checked(count * image));
        int[] labels = new int[count];
        int perFile = count / dataset.FilesOf(split).Count;
        void Read(Stream stream, string file, int position)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CifarReader.Read(stream, file, dataset, pixels.AsSpan(position * perFile * image, perFile * image), labels.AsSpan(position * perFile, perFile));
        }
        bool fromFiles = HasFiles(split);
        if (fromFiles)
            ReadFiles(split, Read);
        else
            ReadArchive(split, Read);
        string path = fromFiles ? Folder : _archive;
        ClassBalance.Check(dataset, split, labels, path);
        return new ImageSet(dataset.Name, split, dataset.Channels, dataset.Size, dataset.Size, dataset.ClassNames, pixels, labels, IsVerified(split), path);
    }

    /// <summary>Downloads the archive, unpacks the expected members into a folder beside the final one, and renames that.</summary>
    public void Download(CancellationToken cancellationToken)
    {
        // Reached only where a split is missing. Files without it were put there by someone: they are neither completed with foreign ones nor overwritten.
        string[] present = [.. Members().Select(FileNameOf).Where(name => File.Exists(Path.Combine(Folder, name)))];
        if (present.Length > 0)
        {
            var absent = Members().Select(FileNameOf).Except(present);
            throw DatasetErrors.Invalid($"{Folder}: expected {string.Join(", ", absent)} beside {string.Join(", ", present)}. Add what is missing, or delete the folder to download the dataset.", Folder);
        }
        Directory.CreateDirectory(cacheFolder);
        downloader.Download(dataset.Name, dataset.Archive, dataset.Mirrors, _archive, cancellationToken);
        Unpack(cancellationToken);
        File.Delete(_archive);
    }

    private void Unpack(CancellationToken cancellationToken)
    {
        string part = Folder + ".part";
        if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        var files = new List<VerifiedFile>();
        ArchiveMembers.Read(_archive, Members(), (member, stream) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = FileNameOf(member), path = Path.Combine(part, name);
            using (var output = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.CopyTo(output);
                output.Flush(flushToDisk: true);
            }
            files.Add(new VerifiedFile(name, member.Bytes, PublishedFile.HashOf(path), File.GetLastWriteTimeUtc(path).Ticks));
        });
        new VerificationRecord(dataset.Archive.Name, dataset.Archive.Sha256, files).Write(part);
        if (!Directory.Exists(Folder))
        {
            Directory.Move(part, Folder);
            return;
        }
        // The folder holds other things (a read-me, class names): leave them, and put the record in last, so that nothing counts as verified before it is
        // whole.
        foreach (string name in files.Select(file => file.Name).Append(VerificationRecord.FileName))
            File.Move(Path.Combine(part, name), Path.Combine(Folder, name), overwrite: true);
        Directory.Delete(part);
    }

    private bool HasFiles(CnnSplit split) => dataset.FilesOf(split).All(name => File.Exists(Path.Combine(Folder, name)));

    private bool IsVerified(CnnSplit split) =>
        HasFiles(split) ? VerificationRecord.Holds(Folder, dataset.Archive, dataset.FilesOf(split)) : dataset.Archive.Matches(_archive);

    private void ReadFiles(CnnSplit split, Action<Stream, string, int> read)
    {
        if (dataset.NamesFile is { } names && Path.Combine(Folder, names) is var namesPath && File.Exists(namesPath))
            CifarReader.CheckNames(File.ReadLines(namesPath), names, dataset.ClassNames);
        long expected = dataset.FileBytesOf(split);
        for (int i = 0; i < dataset.FilesOf(split).Count; i++)
        {
            string name = dataset.FilesOf(split)[i];
            using var stream = new FileStream(Path.Combine(Folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            if (stream.Length != expected)
                throw DatasetErrors.Invalid(
                    $"{name}: expected {expected:N0} bytes ({expected / dataset.RecordBytes:N0} records of {dataset.RecordBytes:N0}); found {stream.Length:N0}: "
                    + $"{(stream.Length < expected ? $"truncated at offset {stream.Length}" : $"too long from offset {expected} on")}. Replace the file, or delete the folder {Folder} to download the dataset.", name);
            read(stream, name, i);
        }
    }

    private void ReadArchive(CnnSplit split, Action<Stream, string, int> read)
    {
        var files = dataset.FilesOf(split);
        ArchiveMembers.Read(_archive, Members(), (member, stream) =>
        {
            string name = FileNameOf(member);
            for (int i = 0; i < files.Count; i++)
                if (files[i] == name) read(stream, $"{dataset.Archive.Name}: {name}", i);
        });
    }

    private List<ArchiveMember> Members() =>
    [
        .. dataset.TrainFiles.Select(name => new ArchiveMember($"{dataset.Folder}/{name}", dataset.FileBytesOf(CnnSplit.Train))),
        .. dataset.TestFiles.Select(name => new ArchiveMember($"{dataset.Folder}/{name}", dataset.FileBytesOf(CnnSplit.Test))),
    ];

    private static string FileNameOf(ArchiveMember member) => member.Name[(member.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
