using CnnTools.Core.Datasets.BuiltIn;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

public class IdxTests
{
    private const string Images = "small-idx/train-images-idx3-ubyte.gz", Labels = "small-idx/train-labels-idx1-ubyte.gz";

    [Fact]
    public void Published_files_load_as_verified()
    {
        using var cache = new TemporaryFolder();
        Sample.WriteIdx(cache);

        var set = Sample.Store(cache).Load("SmallIdx", CnnSplit.Train);

        Assert.Equal((20, 1, 4, 4), (set.Count, set.Channels, set.Height, set.Width));
        Assert.Equal(Sample.BalancedLabels(20), set.Labels);
        Assert.Equal(Sample.IdxImages(20)[16..], set.Pixels);
        Assert.True(set.Verified);
        Assert.Equal(cache.Combine("small-idx"), set.Path);
    }

    [Fact]
    public void The_same_pixels_in_another_gz_load_as_unverified()
    {
        using var cache = new TemporaryFolder();
        Sample.WriteIdx(cache);
        // As prepare scripts and re-compressions leave it: same content, other bytes around it.
        cache.Write(Images, [.. Sample.Gzip(Sample.IdxImages(20)[..100]), .. Sample.Gzip(Sample.IdxImages(20)[100..])]);

        var set = Sample.Store(cache).Load("SmallIdx", CnnSplit.Train);

        Assert.False(set.Verified);
        Assert.Equal(Sample.IdxImages(20)[16..], set.Pixels);
        Assert.False(Sample.Store(cache).Describe("SmallIdx", CnnSplit.Train).Verified);
        Assert.True(Sample.Store(cache).Describe("SmallIdx", CnnSplit.Test).Verified);
    }

    [Fact]
    public void Decompressed_files_are_accepted_unverified()
    {
        using var cache = new TemporaryFolder();
        cache.Write("small-idx/train-images-idx3-ubyte", Sample.IdxImages(20));
        cache.Write("small-idx/train-labels-idx1-ubyte", Sample.IdxLabels(Sample.BalancedLabels(20)));

        var set = Sample.Store(cache).Load("SmallIdx", CnnSplit.Train);

        Assert.False(set.Verified);
        Assert.Equal(Sample.IdxImages(20)[16..], set.Pixels);
    }

    public static TheoryData<string, byte[], string> BrokenFiles => new()
    {
        { Images, Sample.Gzip(Sample.IdxImages(20)[..^1]), "expected 320 bytes of pixels at offset 16; the file ends at 335" },
        { Images, Sample.Gzip([.. Sample.IdxImages(20), 0]), "expected the end at offset 336; more bytes follow" },
        { Images, Sample.Gzip(Sample.IdxImages(20)[..10]), "the file ends at 10" },
        { Images, Sample.Gzip([]), "the file ends at 0" },
        { Images, Sample.TrainLabels, "expected the IDX magic number 2051 (images) at offset 0; found 2049. That is a file of labels" },
        { Images, Sample.Gzip(Sample.IdxImages(19)), "expected 20 images at offset 4; found 19" },
        { Images, Sample.Gzip([.. Sample.BigEndian(2051, 20, 5, 4), .. new byte[400]]), "expected 4 rows at offset 8; found 5" },
        { Images, Sample.Gzip([.. Sample.BigEndian(2051, 20, 4, uint.MaxValue), .. new byte[400]]), "expected 4 columns at offset 12; found 4,294,967,295" },
        { Images, Sample.IdxImages(20), "compressed data is damaged" },
        { Labels, Sample.Gzip("<!DOCTYPE html><html>"u8.ToArray()), "not in IDX format" },
        { Labels, Sample.Gzip(Sample.IdxLabels([.. Enumerable.Repeat(0, 12), 17, .. Enumerable.Repeat(0, 7)])), "train-labels-idx1-ubyte.gz: expected a label in [0, 10) at offset 20; found 17" },
        { Labels, Sample.Gzip(Sample.IdxLabels([.. Sample.BalancedLabels(19), 3])), "expected 2 images of every class; found class3 3, class9 1" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void Broken_files_are_refused_with_offset_and_expectation(string file, byte[] content, string expected)
    {
        using var cache = new TemporaryFolder();
        Sample.WriteIdx(cache);
        cache.Write(file, content);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache).Load("SmallIdx", CnnSplit.Train));

        Assert.Equal("DatasetInvalid", error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void A_truncated_gz_is_refused(double share)
    {
        using var cache = new TemporaryFolder();
        Sample.WriteIdx(cache);
        cache.Write(Images, Sample.TrainImages[..(int)(Sample.TrainImages.Length * share)]);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache).Load("SmallIdx", CnnSplit.Train));

        Assert.Equal("DatasetInvalid", error.ErrorId);
    }

    [Fact]
    public void A_flipped_bit_is_caught_by_the_gz_checksum()
    {
        using var cache = new TemporaryFolder();
        Sample.WriteIdx(cache);
        byte[] stored = StoredGzip(Sample.IdxImages(20));
        stored[200] ^= 1; // In the pixels: every structural check passes.
        cache.Write(Images, stored);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache).Load("SmallIdx", CnnSplit.Train));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_without_end_is_not_decompressed()
    {
        var endless = new EndlessStream([.. Sample.BigEndian(2049, 20), .. new byte[20]]);

        var error = Assert.Throws<CnnException>(() => IdxReader.ReadLabels(endless, "bomb.gz", 20, 10));

        Assert.Contains("expected the end at offset 28", error.Message, StringComparison.Ordinal);
        Assert.Equal(29, endless.Given);
    }

    private static byte[] StoredGzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.NoCompression)) gzip.Write(content);
        return memory.ToArray();
    }

    /// <summary>Gives its beginning, then zeros for ever.</summary>
    private sealed class EndlessStream(byte[] beginning) : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            for (int i = 0; i < buffer.Length; i++, Given++) buffer[i] = Given < beginning.Length ? beginning[Given] : (byte)0;
            return buffer.Length;
        }

        public override int ReadByte()
        {
            Given++;
            return 0;
        }
    }
}
