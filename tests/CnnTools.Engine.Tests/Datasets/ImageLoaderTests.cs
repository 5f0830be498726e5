using System.Diagnostics;
using CnnTools.Core.Datasets;
using CnnTools.Core.Images;
using CnnTools.Engine.Tests.Images;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>The pass that decodes every image once: the size chosen, all broken files in one error, and the cache that takes its place.</summary>
public sealed class ImageLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(), _cache = new();
    private readonly List<string> _warnings = [], _messages = [], _activities = [];

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    [Theory]
    [InlineData(new[] { 40, 30 }, new[] { 40, 30 }, 30, 40, "all images have this size")]
    [InlineData(new[] { 64, 64 }, new[] { 64, 64 }, 64, 64, "all images have this size")]
    [InlineData(new[] { 65, 64 }, new[] { 65, 64 }, 128, 128, "images are larger than 64 pixels (the first one found has 65 x 64)")]
    [InlineData(new[] { 40, 30 }, new[] { 41, 30 }, 128, 128, "images have different sizes (40 x 30, 41 x 30)")]
    public void Without_a_word_the_images_decide(int[] first, int[] second, int height, int width, string reason)
    {
        _folder.Write("a/1.png", SmallPng.Encode(first[0], first[1], 1, 2, 3));
        _folder.Write("b/1.png", SmallPng.Encode(second[0], second[1], 1, 2, 3));

        InputChoice choice = Store().ChooseInput(_folder.Path);

        Assert.Equal((new ImagePreparation(3, height, width), reason), (choice.Preparation, choice.Reason));
        ImageSet set = Store().Load(_folder.Path, CnnSplit.Train);
        Assert.Equal((height, width, 3), (set.Height, set.Width, set.Channels));
    }

    [Fact]
    public void A_network_decides_and_a_size_asked_for_must_be_its_own()
    {
        _folder.Write("a/1.png", SmallPng.Encode(40, 30, 1, 2, 3));
        _folder.Write("b/1.png", SmallPng.Encode(40, 30, 1, 2, 3));

        Assert.Equal((new ImagePreparation(1, 28, 20), "it is the network's input"), Pair(Store().ChooseInput(_folder.Path, (28, 20, 1))));
        Assert.Equal((new ImagePreparation(3, 9, 8) { Fit = CnnImageFit.Pad }, "ImageSize says so"), Pair(Store(new() { ImageSize = new(9, 8), Fit = CnnImageFit.Pad }).ChooseInput(_folder.Path)));
        CnnException other = Assert.Throws<CnnException>(() => Store(new() { ImageSize = new(9, 8) }).ChooseInput(_folder.Path, (28, 20, 1)));
        Assert.Equal(("ImageSizeInvalid", "ImageSize 9,8: expected the network's input size, 28,20; found another one. Leave ImageSize out, or use a network that takes 9,8."), (other.ErrorId, other.Message));
        Assert.Equal("DatasetMismatch", Assert.Throws<CnnException>(() => Store().ChooseInput(_folder.Path, (28, 20, 4))).ErrorId);
        Assert.Contains("ImageSize: expected a folder of images", Assert.Throws<CnnException>(() => Store(new() { ImageSize = new(9, 8) }).ChooseInput("Shapes")).Message, StringComparison.Ordinal);

        static (ImagePreparation?, string) Pair(InputChoice choice) => (choice.Preparation, choice.Reason);
    }

    [Theory]
    [InlineData("128", 128, 128)]
    [InlineData("96,128", 96, 128)]
    [InlineData("96x128", 96, 128)]
    [InlineData(" 7 , 8 ", 7, 8)]
    public void Sizes_are_read(string text, int height, int width) => Assert.Equal(new CnnImageSize(height, width), CnnImageSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("1,2,3")]
    [InlineData("9000")]
    [InlineData("12.5")]
    public void Sizes_that_are_none_are_refused(string text) => Assert.Equal("ImageSizeInvalid", Assert.Throws<CnnException>(() => CnnImageSize.Parse(text)).ErrorId);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_broken_files_of_all_splits_are_in_one_error(bool cached)
    {
        string[] broken = Break(Photographs("train", 40), 0, 7, 13, 21, 39).Concat(Break(Photographs("test", 6), 2)).ToArray();

        CnnException error = Assert.Throws<CnnException>(() => Store(cached).Load(_folder.Path, [CnnSplit.Train, CnnSplit.Test]));

        Assert.Equal("ImageDecodeFailed", error.ErrorId);
        Assert.StartsWith("6 of 46 images cannot be read. Repair or remove them, or use SkipBroken to leave them out:", error.Message, StringComparison.Ordinal);
        Assert.All(broken, file => Assert.Contains($"{file}: The JPEG data is damaged or truncated", error.Message, StringComparison.Ordinal));
        Assert.Equal(broken[..5].Order(), Store(cached).FindBroken(_folder.Path, CnnSplit.Train).Select(static each => (string)each.Target!).Order());
        // Known from the first time, or found again: the same error.
        Assert.Equal(error.Message, Assert.Throws<CnnException>(() => Store(cached).Load(_folder.Path, [CnnSplit.Train, CnnSplit.Test])).Message);
    }

    [Fact]
    public void Of_many_broken_files_twenty_are_named()
    {
        Break(Photographs("", 40), [.. Enumerable.Range(0, 33)]);
        CnnException error = Assert.Throws<CnnException>(() => Store().Load(_folder.Path, CnnSplit.Train));
        Assert.StartsWith("33 of 40 images cannot be read.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("and 13 more.", error.Message, StringComparison.Ordinal);
        Assert.Equal(22, error.Message.Split(Environment.NewLine).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Broken_files_are_left_out_on_request_and_it_is_said(bool cached)
    {
        string[] files = Photographs("", 40), broken = Break(files, 3, 5, 38);

        ImageSet set = Store(cached, new() { SkipBroken = true }).Load(_folder.Path, CnnSplit.Train);

        Assert.Equal((37, 3, cached), (set.Count, set.SkippedCount, set.IsMapped));
        Assert.Equal(files.Except(broken).Order(), set.Files!.Order());
        string warning = Assert.Single(_warnings);
        Assert.Contains("3 of 40 images cannot be read and are left out", warning, StringComparison.Ordinal);
        Assert.All(broken, file => Assert.Contains(file, warning, StringComparison.Ordinal));
        // Those that stay are what they are without the others.
        foreach (string file in broken) File.Delete(file);
        Assert.Equal(Store().Load(_folder.Path, CnnSplit.Train).ContentHash, set.ContentHash);
    }

    [Fact]
    public void A_class_whose_images_are_all_broken_is_an_error_even_so()
    {
        string[] files = Photographs("", 10);
        Break(files, [.. Enumerable.Range(0, files.Length).Where(i => files[i].Contains("dog", StringComparison.Ordinal))]);
        CnnException error = Assert.Throws<CnnException>(() => Store(new() { SkipBroken = true }).Load(_folder.Path, CnnSplit.Train));
        Assert.Contains("no image of 1 of 2 classes (dog)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_start_decodes_nothing_and_has_the_same_bits()
    {
        Photographs("", 30);
        byte[] memory = Store().Load(_folder.Path, CnnSplit.Train).Pixels;
        string hash = Store().Load(_folder.Path, CnnSplit.Train).ContentHash;
        _activities.Clear();
        ImageSet first = Store(true).Load(_folder.Path, CnnSplit.Train);
        Assert.NotEmpty(_activities);
        Age();

        _activities.Clear();
        ImageSet second = Store(true).Load(_folder.Path, CnnSplit.Train);

        Assert.True(first.IsMapped && second.IsMapped);
        Assert.Equal(memory, first.Pixels);
        Assert.Equal(memory, second.Pixels);
        Assert.Equal([hash, hash], [first.ContentHash, second.ContentHash]);
        Assert.Single(Directory.GetFiles(_cache.Combine("prepared"), "*.images"));
        byte[] one = new byte[second.ImageLength];
        second.CopyTo(17, one);
        Assert.Equal(memory[(int)(17 * second.ImageLength)..(int)(18 * second.ImageLength)], one);
        Assert.Throws<ArgumentOutOfRangeException>(() => second.CopyTo(30, one));
        ImageSet part = second.Subset([4, 2], CnnSplit.Validation);
        Assert.Equal([.. second.CopyOf(4), .. second.CopyOf(2)], part.Pixels);
        Assert.Equal((second.Labels[4], second.Files![2], CnnSplit.Validation), (part.Labels[0], part.Files![1], part.Split));
    }

    [Fact]
    public void Another_content_size_or_fit_is_another_file()
    {
        string[] files = Photographs("", 8);
        string Hash(DatasetStoreOptions? options = null) => Store(true, (options ?? new()) with { ImageSize = options?.ImageSize ?? new(16, 20) }).Load(_folder.Path, CnnSplit.Train).ContentHash;
        string first = Hash();
        Assert.NotEqual(first, Hash(new() { Fit = CnnImageFit.Stretch }));
        Assert.NotEqual(first, Hash(new() { ImageSize = new(16, 16) }));
        Assert.NotEqual(first, Hash(new() { Channels = 1 }));
        File.WriteAllBytes(files[1], ReferenceImages.Read("progressive.jpg"));
        Assert.NotEqual(first, Hash());
        Assert.Equal(5, Directory.GetFiles(_cache.Combine("prepared"), "*.images").Length);
    }

    [Fact]
    public void The_cache_is_bounded_and_drops_what_was_used_least_recently()
    {
        Photographs("", 8);
        long size = 4096 + (8 * 3 * 128 * 128);
        DatasetStoreOptions Sized(int side) => new() { ImageSize = new(side, 128), MaximumCacheBytes = (2 * size) + 1000 };
        string[] Names() => [.. Directory.GetFiles(_cache.Combine("prepared"), "*.images").Order()];
        Store(true, Sized(128)).Load(_folder.Path, CnnSplit.Train);
        string first = Names().Single();
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddHours(-2));
        Store(true, Sized(127)).Load(_folder.Path, CnnSplit.Train);
        string second = Names().Except([first]).Single();
        File.SetLastWriteTimeUtc(second, DateTime.UtcNow.AddHours(-1));
        Store(true, Sized(128)).Load(_folder.Path, CnnSplit.Train); // used again: now the newer of the two

        Store(true, Sized(126)).Load(_folder.Path, CnnSplit.Train);

        Assert.Contains(first, Names());
        Assert.DoesNotContain(second, Names());
        Assert.Contains(_messages, static text => text.Contains("which was used least recently", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cache_without_room_keeps_small_sets_in_memory_and_says_so()
    {
        Photographs("", 8);
        ImageSet set = Store(true, new() { MaximumCacheBytes = 1000 }).Load(_folder.Path, CnnSplit.Train);

        Assert.False(set.IsMapped);
        Assert.Equal(Store().Load(_folder.Path, CnnSplit.Train).ContentHash, set.ContentHash);
        Assert.Contains("has no room: it may hold 1,000 bytes (MaxCacheSize)", Assert.Single(_warnings), StringComparison.Ordinal);
        CnnException full = Assert.Throws<CnnException>(() => Store(true, new() { MaximumCacheBytes = 1000, MemoryWithoutCacheBytes = 10 }).Load(_folder.Path, CnnSplit.Train));
        Assert.Equal("CacheFull", full.ErrorId);
    }

    [Fact]
    public void A_damaged_or_half_written_file_is_made_again()
    {
        Photographs("", 8);
        string hash = Store(true).Load(_folder.Path, CnnSplit.Train).ContentHash;
        string file = Directory.GetFiles(_cache.Combine("prepared"), "*.images").Single(), index = Directory.GetFiles(_cache.Combine("prepared"), "*.index").Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);
        File.WriteAllBytes(index, File.ReadAllBytes(index)[..10]);
        Assert.Equal(hash, Store(true).Load(_folder.Path, CnnSplit.Train).ContentHash);
        File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        ImageSet again = Store(true).Load(_folder.Path, CnnSplit.Train);
        Assert.Equal(Store().Load(_folder.Path, CnnSplit.Train).Pixels, again.Pixels);
        Assert.Empty(Directory.GetFiles(_cache.Combine("prepared"), "*.tmp"));
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        Photographs("", 300);
        using var cancel = new CancellationTokenSource();
        var store = new DatasetStore(new DatasetStoreOptions { CacheFolder = _cache.Path, CacheFromBytes = 0, Progress = progress => { if (progress.Activity.StartsWith("Reading", StringComparison.Ordinal) && progress.Done >= 256) cancel.Cancel(); } });
        Assert.ThrowsAny<OperationCanceledException>(() => store.Load(_folder.Path, CnnSplit.Train, cancel.Token));
        Assert.Empty(Directory.GetFiles(_cache.Combine("prepared"), "*.images").Concat(Directory.GetFiles(_cache.Combine("prepared"), "*.tmp")));
    }

    /// <summary>Positions beyond what an int counts: the file is sparse, so that it takes no room.</summary>
    [Fact]
    public void More_than_two_gigabytes_are_addressed()
    {
        const int Count = 14_500, Length = 3 * 224 * 224;
        string path = _cache.Combine("large");
        using (var file = new FileStream(path, FileMode.Create))
        {
            file.SetLength((long)Count * Length);
            file.Position = (long)(Count - 1) * Length;
            file.Write([.. Enumerable.Range(0, Length).Select(static i => (byte)i)]);
        }

        var pixels = new Core.Datasets.Prepared.MappedPixels(new FileStream(path, FileMode.Open, FileAccess.Read), 0, (long)Count * Length);
        var set = new ImageSet("large", CnnSplit.Train, 3, 224, 224, ["a", "b"], pixels, new int[Count], verified: false, null);

        Assert.True(set.PixelLength > int.MaxValue);
        Assert.Equal([.. Enumerable.Range(0, Length).Select(static i => (byte)i)], set.CopyOf(Count - 1));
        Assert.All(set.CopyOf(Count - 2), static value => Assert.Equal(0, value));
        Assert.Equal(1, set.Subset([0, Count - 1], CnnSplit.Test).CopyOf(1)[1]);
        Assert.Equal("DatasetTooLarge", Assert.Throws<CnnException>(() => set.Pixels).ErrorId);
    }

    [Fact]
    public async Task Two_at_once_write_one_file()
    {
        Photographs("", 120);
        ImageSet[] sets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new DatasetStore(new DatasetStoreOptions { CacheFolder = _cache.Path, CacheFromBytes = 0 }).Load(_folder.Path, CnnSplit.Train))));
        Assert.Single(sets.Select(static set => set.ContentHash).Distinct());
        Assert.Single(Directory.GetFiles(_cache.Combine("prepared"), "*.images"));
    }

    /// <summary>JPEGs of different sizes and contents, in two classes.</summary>
    private string[] Photographs(string split, int count)
    {
        byte[] jpeg = ReferenceImages.Read("rgb.jpg");
        // A comment makes each content its own.
        return [.. Enumerable.Range(0, count).Select(i => _folder.Write($"{split}{(split.Length > 0 ? "/" : "")}{(i % 2 == 0 ? "cat" : "dog")}/{i}.jpg", [.. jpeg[..2], 0xFF, 0xFE, 0, 4, (byte)i, (byte)(i >> 8), .. jpeg[2..]]))];
    }

    private static string[] Break(string[] files, params int[] which)
    {
        foreach (int i in which) File.WriteAllBytes(files[i], File.ReadAllBytes(files[i])[..^20]);
        return [.. which.Select(i => files[i])];
    }

    /// <summary>Makes the files older than the index trusts at once.</summary>
    private void Age()
    {
        foreach (string file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-1));
        Store(true).Load(_folder.Path, CnnSplit.Train); // hashes once more, and keeps what it found
    }

    private DatasetStore Store(DatasetStoreOptions? options = null) => Store(false, options);

    private DatasetStore Store(bool cached, DatasetStoreOptions? options = null) => new((options ?? new()) with
    {
        CacheFolder = _cache.Path, CacheFromBytes = cached ? 0 : long.MaxValue, Warning = _warnings.Add, Message = _messages.Add, Progress = progress => _activities.Add(progress.Activity),
    });
}
