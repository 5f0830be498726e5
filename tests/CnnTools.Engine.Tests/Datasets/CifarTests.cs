using System.Formats.Tar;
using CnnTools.Core.Datasets.BuiltIn;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

public class CifarTests
{
    private static readonly byte[] ExpectedTrainPixels = [.. Enumerable.Range(0, 20).SelectMany(i => Enumerable.Range(0, 48).Select(j => (byte)(i * 5 + j)))];

    [Fact]
    public void Unpacked_files_without_a_record_load_as_unverified()
    {
        using var cache = new TemporaryFolder();
        Sample.WriteCifar(cache);

        var set = Sample.Store(cache).Load("SmallCifar", CnnSplit.Train);

        Assert.False(set.Verified);
        Assert.Equal((20, 3, 4, 4), (set.Count, set.Channels, set.Height, set.Width));
        Assert.Equal(ExpectedTrainPixels, set.Pixels);
        Assert.Equal(Sample.BalancedLabels(20), set.Labels);
    }

    [Fact]
    public void The_published_archive_is_read_in_place_and_verified()
    {
        using var cache = new TemporaryFolder();
        cache.Write("small.tar.gz", Sample.CifarArchive);

        var set = Sample.Store(cache).Load("small-cifar", CnnSplit.Train);

        Assert.True(set.Verified);
        Assert.Equal(ExpectedTrainPixels, set.Pixels);
        Assert.Equal(cache.Combine("small.tar.gz"), set.Path);
        Assert.Equal(["small.tar.gz"], Directory.GetFileSystemEntries(cache.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Cifar100_takes_the_fine_label()
    {
        var dataset = Sample.Cifar with { LabelBytes = 2, LabelIndex = 1 };
        byte[] records = [.. Enumerable.Range(0, 10).SelectMany(i => (byte[])[99, (byte)i, .. Enumerable.Repeat((byte)i, 48)])];
        byte[] pixels = new byte[480];
        int[] labels = new int[10];

        CifarReader.Read(new MemoryStream(records), "train.bin", dataset, pixels, labels);

        Assert.Equal(Enumerable.Range(0, 10), labels);
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => Enumerable.Repeat((byte)i, 48)), pixels);
    }

    public static TheoryData<string, byte[], string> BrokenFiles => new()
    {
        { "batch_1.bin", Sample.CifarRecords(9, 0), "batch_1.bin: expected 490 bytes (10 records of 49); found 441: truncated at offset 441" },
        { "batch_2.bin", Sample.CifarRecords(11, 10), "batch_2.bin: expected 490 bytes (10 records of 49); found 539: too long from offset 490 on" },
        { "batch_2.bin", Mislabelled(), "batch_2.bin: expected a label in [0, 10) at offset 147 (record 3); found 77" },
        { "batch_2.bin", [.. Enumerable.Repeat(Sample.CifarRecords(1, 4), 10).SelectMany(r => r)], "expected 2 images of every class; found class0 1" },
        { "batches.meta.txt", "class0\nclass2\n"u8.ToArray(), "batches.meta.txt: expected the class name 'class1' for label 1; found 'class2'" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void Broken_files_are_refused_with_offset_and_expectation(string file, byte[] content, string expected)
    {
        using var cache = new TemporaryFolder();
        Sample.WriteCifar(cache);
        cache.Write($"small-bin/{file}", content);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache).Load("SmallCifar", CnnSplit.Train));

        Assert.Equal("DatasetInvalid", error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static readonly byte[] Batch1 = Sample.CifarRecords(10, 0), Batch2 = Sample.CifarRecords(10, 10), Test = Sample.CifarRecords(10, 20);

    public static TheoryData<string, byte[]> ForeignArchives => new()
    {
        { "expected the member small-bin/test.bin; the archive ends without", Sample.TarGz(("small-bin/batch_1.bin", Batch1), ("small-bin/batch_2.bin", Batch2)) },
        { "expected the member small-bin/batch_1.bin once; found it twice", Sample.TarGz(("small-bin/batch_1.bin", Batch1), ("./small-bin/batch_1.bin", Batch1), ("small-bin/batch_2.bin", Batch2), ("small-bin/test.bin", Test)) },
        { "expected the member small-bin/batch_2.bin to have 490 bytes; found 441", Sample.TarGz(("small-bin/batch_1.bin", Batch1), ("small-bin/batch_2.bin", Batch2[..441]), ("small-bin/test.bin", Test)) },
        { "to be a regular file; found SymbolicLink", Sample.TarGz((IEnumerable<TarEntry>)[new UstarTarEntry(TarEntryType.SymbolicLink, "small-bin/batch_1.bin") { LinkName = "/etc/passwd" }]) },
        { "to be a regular file; found HardLink", Sample.TarGz((IEnumerable<TarEntry>)[new UstarTarEntry(TarEntryType.HardLink, "small-bin/batch_1.bin") { LinkName = "small-bin/test.bin" }]) },
        { "expected at most 100 members", Sample.TarGz([.. Enumerable.Range(0, 101).Select(i => ($"m{i}", Array.Empty<byte>()))]) },
        { "bytes of content; the archive decompresses to more", Sample.TarGz(("padding", new byte[17 << 20])) },
        { "truncated", Sample.CifarArchive[..(Sample.CifarArchive.Length / 4)] },
        { "truncated", Sample.CifarArchive[..(Sample.CifarArchive.Length / 2)] },
        { "expected a whole .tar.gz archive", "<html>not found</html>"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(ForeignArchives))]
    public void Foreign_archives_are_refused(string expected, byte[] archive)
    {
        using var cache = new TemporaryFolder();
        cache.Write("small.tar.gz", archive);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache).Load("SmallCifar", CnnSplit.Train));

        Assert.Equal("DatasetInvalid", error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_leave_the_folder_are_never_written()
    {
        byte[] hostile = Sample.TarGz(
        [
            Sample.Entry("../escaped.txt", [1]), Sample.Entry("/escaped-root.txt", [1]),
            new UstarTarEntry(TarEntryType.SymbolicLink, "small-bin/link") { LinkName = ".." },
            Sample.Entry("small-bin/batch_1.bin", Batch1), Sample.Entry("small-bin/batch_2.bin", Batch2), Sample.Entry("small-bin/test.bin", Test),
        ]);
        var dataset = Sample.Cifar with { Archive = Sample.Published("small.tar.gz", hostile) };
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors().Serve(Sample.Mirror, "small.tar.gz", hostile);

        Sample.Store(cache, mirrors, catalog: [dataset]).Save("SmallCifar");

        Assert.Equal([".smallcifar.lock", "small-bin", "small-bin/batch_1.bin", "small-bin/batch_2.bin", "small-bin/test.bin", "small-bin/verified.json"],
            Directory.EnumerateFileSystemEntries(cache.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(cache.Path, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(cache.Path)!, "escaped.txt")));
    }

    private static byte[] Mislabelled()
    {
        byte[] records = Sample.CifarRecords(10, 10);
        records[3 * 49] = 77;
        return records;
    }
}
