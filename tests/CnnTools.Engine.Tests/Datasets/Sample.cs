using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.BuiltIn;
using CnnTools.Core.Datasets.Download;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>Small datasets in the published formats: 20 training and 10 test images of 4 × 4 pixels in ten classes.</summary>
internal static class Sample
{
    public const int TrainCount = 20, TestCount = 10, Size = 4, Classes = 10;

    public static readonly Uri Mirror = new("https://mirror.test/data/"), OtherMirror = new("https://other.test/copy/");

    public static readonly string[] ClassNames = [.. Enumerable.Range(0, Classes).Select(i => $"class{i}")];

    public static readonly byte[] TrainImages = Gzip(IdxImages(TrainCount)), TrainLabels = Gzip(IdxLabels(BalancedLabels(TrainCount)));

    public static readonly byte[] TestImages = Gzip(IdxImages(TestCount)), TestLabels = Gzip(IdxLabels(BalancedLabels(TestCount)));

    public static readonly IdxDataset Idx = new()
    {
        Name = "SmallIdx", Folder = "small-idx", ClassNames = ClassNames, Size = Size, Channels = 1, TrainCount = TrainCount, TestCount = TestCount, Balanced = true,
        TrainImages = Published("train-images-idx3-ubyte.gz", TrainImages), TrainLabels = Published("train-labels-idx1-ubyte.gz", TrainLabels),
        TestImages = Published("t10k-images-idx3-ubyte.gz", TestImages), TestLabels = Published("t10k-labels-idx1-ubyte.gz", TestLabels),
        Mirrors = [Mirror, OtherMirror],
    };

    private static readonly (string Name, byte[] Content)[] CifarMembers =
    [
        ("small-bin/batches.meta.txt", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', ClassNames) + "\n\n")),
        ("small-bin/batch_1.bin", CifarRecords(10, first: 0)), ("small-bin/batch_2.bin", CifarRecords(10, first: 10)), ("small-bin/test.bin", CifarRecords(10, first: 20)),
    ];

    public static readonly byte[] CifarArchive = TarGz(CifarMembers);

    public static readonly CifarDataset Cifar = new()
    {
        Name = "SmallCifar", Folder = "small-bin", ClassNames = ClassNames, Size = Size, Channels = 3, TrainCount = TrainCount, TestCount = TestCount, Balanced = true,
        LabelBytes = 1, LabelIndex = 0, NamesFile = "batches.meta.txt", TrainFiles = ["batch_1.bin", "batch_2.bin"], TestFiles = ["test.bin"],
        Archive = Published("small.tar.gz", CifarArchive), Mirrors = [Mirror, OtherMirror],
    };

    /// <summary>A store over a test's own folder that knows only the small datasets, and does not wait between tries.</summary>
    public static DatasetStore Store(TemporaryFolder cache, HttpMessageHandler? http = null, DatasetStoreOptions? options = null, IReadOnlyList<BuiltInDataset>? catalog = null) =>
        new((options ?? new DatasetStoreOptions()) with { CacheFolder = cache.Path, Http = http ?? new FakeMirrors() }, catalog ?? [Idx, Cifar],
            new DownloadSettings { RetryPause = TimeSpan.Zero });

    /// <summary>Writes both splits of <see cref="Idx"/> as published.</summary>
    public static void WriteIdx(TemporaryFolder cache)
    {
        cache.Write("small-idx/train-images-idx3-ubyte.gz", TrainImages);
        cache.Write("small-idx/train-labels-idx1-ubyte.gz", TrainLabels);
        cache.Write("small-idx/t10k-images-idx3-ubyte.gz", TestImages);
        cache.Write("small-idx/t10k-labels-idx1-ubyte.gz", TestLabels);
    }

    /// <summary>Writes the unpacked files of <see cref="Cifar"/>, without a record of where they came from.</summary>
    public static void WriteCifar(TemporaryFolder cache)
    {
        foreach (var (name, content) in CifarMembers) cache.Write(name, content);
    }

    public static PublishedFile Published(string name, byte[] content) => new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    public static int[] BalancedLabels(int count) => [.. Enumerable.Range(0, count).Select(i => i % Classes)];

    public static byte[] IdxImages(int count) => [.. BigEndian(2051, (uint)count, Size, Size), .. Enumerable.Range(0, count * Size * Size).Select(i => (byte)(i * 7))];

    public static byte[] IdxLabels(int[] labels) => [.. BigEndian(2049, (uint)labels.Length), .. labels.Select(label => (byte)label)];

    public static byte[] CifarRecords(int count, int first) =>
        [.. Enumerable.Range(first, count).SelectMany(i => (byte[])[(byte)(i % Classes), .. Enumerable.Range(0, 3 * Size * Size).Select(j => (byte)(i * 5 + j))])];

    public static byte[] BigEndian(params uint[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(content);
        return memory.ToArray();
    }

    public static byte[] TarGz(params (string Name, byte[] Content)[] members) =>
        TarGz(members.Select(member => (TarEntry)new UstarTarEntry(TarEntryType.RegularFile, member.Name) { DataStream = new MemoryStream(member.Content) }));

    public static byte[] TarGz(IEnumerable<TarEntry> entries)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
            foreach (var entry in entries) tar.WriteEntry(entry);
        return memory.ToArray();
    }

    public static UstarTarEntry Entry(string name, byte[] content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };
}
