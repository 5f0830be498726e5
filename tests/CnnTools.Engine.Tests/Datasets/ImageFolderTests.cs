using CnnTools.Core.Datasets;
using CnnTools.Engine.Tests.Images;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

public class ImageFolderTests
{
    private readonly List<string> _messages = [];

    [Fact]
    public void Subfolders_are_classes_in_natural_order()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["10", "2", "1"]) folder.Write($"{name}/a.png", SmallPng.Encode(3, 2, byte.Parse(name, System.Globalization.CultureInfo.InvariantCulture), 50, 60));

        var set = Load(folder.Path, CnnSplit.Train);

        Assert.Equal(["1", "2", "10"], set.ClassNames);
        Assert.Equal([0, 1, 2], set.Labels);
        Assert.Equal((3, 2, 3), (set.Channels, set.Height, set.Width));
        Assert.Equal((1, 2, 10), (set.Pixels[0], set.Pixels[18], set.Pixels[36]));
        Assert.Equal([.. Enumerable.Repeat((byte)1, 6), .. Enumerable.Repeat((byte)50, 6), .. Enumerable.Repeat((byte)60, 6)], set.Pixels[..18]);
        Assert.False(set.Verified);
        Assert.Equal(folder.Path, set.Path);
        Assert.Equal(Path.GetFileName(folder.Path), set.Name);
        Assert.False(Store().HasSplit(folder.Path, CnnSplit.Test));
    }

    [Fact]
    public void Train_and_test_are_splits_with_the_training_splits_labels()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "Train/cat/1.png", "Train/dog/1.png", "Train/dog/2.png", "test/dog/1.png", "notes/readme.txt");

        Assert.Equal(3, Load(folder.Path, CnnSplit.Train).Count);
        var test = Load(folder.Path, CnnSplit.Test);

        Assert.Equal(["cat", "dog"], test.ClassNames);
        Assert.Equal([1], test.Labels);
        Assert.Contains(_messages, message => message.Contains("not used: notes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_called_train_is_a_class()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "plane/1.png", "train/1.png");

        Assert.Equal(["plane", "train"], Load(folder.Path, CnnSplit.Train).ClassNames);
    }

    [Fact]
    public void Images_are_found_at_any_depth_whatever_the_case_of_the_extension_and_others_are_counted()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.PNG", "a/deep/er/2.JpEg", "a/.hidden.png", "a/.git/3.png", "b/10.png", "b/9.jfif", "b/notes.txt", "b/list.csv", ".cache/x.png");

        var set = Load(folder.Path, CnnSplit.Train);

        Assert.Equal(["a", "b"], set.ClassNames);
        Assert.Equal([0, 0, 1, 1], set.Labels);
        Assert.Contains(_messages, message => message.Contains("2 files are no image by extension and not used: 1 .csv, 1 .txt", StringComparison.Ordinal));
    }

    [Fact]
    public void Linked_folders_are_not_followed()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png", "b/1.png");
        try
        {
            Directory.CreateSymbolicLink(folder.Combine("a", "loop"), folder.Path);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            return; // Windows asks for a privilege to create links.
        }

        Assert.Equal(2, Load(folder.Path, CnnSplit.Train).Count);
        Assert.Contains(_messages, message => message.Contains("1 linked folder is not followed", StringComparison.Ordinal));
    }

    [Fact]
    public void The_size_and_the_channels_are_those_asked_for()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", SmallPng.Encode(4, 4, 10, 20, 30));
        folder.Write("b/1.png", SmallPng.Encode(50, 9, 40, 50, 60));
        var options = new DatasetStoreOptions { ImageSize = new(6, 8), Channels = 1 };

        var set = new DatasetStore(options).Load(folder.Path, CnnSplit.Train);

        Assert.Equal((1, 6, 8), (set.Channels, set.Height, set.Width));
        Assert.Equal([.. Enumerable.Repeat((byte)18, 48), .. Enumerable.Repeat((byte)48, 48)], set.Pixels);
        var info = new DatasetStore(options).Describe(folder.Path, CnnSplit.Train);
        Assert.Equal((2, 6, 8, 1), (info.Count, info.Height, info.Width, info.Channels));
    }

    [Fact]
    public void Describing_reads_the_size_only()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png", "b/1.png");

        var info = new DatasetStore(new DatasetStoreOptions()).Describe(folder.Path, CnnSplit.Train);

        Assert.Equal((2, 2, 2, 3, false, true), (info.Count, info.Height, info.Width, info.Channels, info.Verified, info.Available));
    }

    [Theory]
    [InlineData("not an image")]
    [InlineData("")]
    public void A_broken_image_is_named(string content)
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png", "b/1.png");
        string broken = folder.WriteText("b/0.jpg", content);

        var error = Assert.Throws<CnnException>(() => Load(folder.Path, CnnSplit.Train));

        Assert.Equal("ImageDecodeFailed", error.ErrorId);
        Assert.StartsWith(broken, error.Message, StringComparison.Ordinal);
        Assert.Equal(broken, error.Target);
    }

    [Fact]
    public void An_image_that_claims_to_be_enormous_is_not_decoded()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png");
        byte[] bomb = SmallPng.Encode(2, 2, 0, 0, 0);
        Sample.BigEndian(60_000, 60_000).CopyTo(bomb, 16);
        folder.Write("b/1.png", bomb);

        var error = Assert.Throws<CnnException>(() => Load(folder.Path, CnnSplit.Train));

        Assert.Contains("60000 x 60000 pixels; the maximum is 100,000,000 pixels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_much_for_memory_and_cache_is_said_before_decoding()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png", "b/1.png");

        var error = Assert.Throws<CnnException>(() => new DatasetStore(new DatasetStoreOptions { CacheFolder = folder.Combine(".cache"), MaximumBytes = 23, MaximumCacheBytes = 100 }).Load(folder.Path, CnnSplit.Train));

        Assert.Equal("CacheFull", error.ErrorId);
        Assert.Contains("it may hold 100 bytes (MaxCacheSize), and these images need 4,120", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string[], CnnSplit, string, string> OddFolders => new()
    {
        { ["a/1.png"], CnnSplit.Train, "DatasetInvalid", "expected a subfolder for each of at least two classes; found only 'a'" },
        { ["1.png"], CnnSplit.Train, "DatasetInvalid", "at least two classes; found none" },
        { ["a/1.png", "b/notes.txt"], CnnSplit.Train, "DatasetInvalid", "expected images (.png, .jpg, .jpeg, .jfif, .webp, .bmp, .gif); found none" },
        { ["a/1.png", "b/1.png"], CnnSplit.Test, "DatasetNotFound", "expected the splits as subfolders train and test" },
        { ["train/a/1.png", "train/b/1.png", "test/c/1.png"], CnnSplit.Test, "DatasetInvalid", "found 'c'" },
        { ["train/a/1.png", "train/b/1.png", "test/a/notes.txt"], CnnSplit.Test, "DatasetInvalid", "expected images" },
    };

    [Theory]
    [MemberData(nameof(OddFolders))]
    public void Odd_folders_are_explained(string[] files, CnnSplit split, string id, string expected)
    {
        using var folder = new TemporaryFolder();
        Write(folder, files);

        var error = Assert.Throws<CnnException>(() => Load(folder.Path, split));

        Assert.Equal(id, error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_cancelled_and_reports_on_the_calling_thread()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png", "b/1.png");
        using var cancel = new CancellationTokenSource();
        int thread = Environment.CurrentManagedThreadId;
        var threads = new List<int>();

        new DatasetStore(new DatasetStoreOptions { Progress = _ => threads.Add(Environment.CurrentManagedThreadId) }).Load(folder.Path, CnnSplit.Train);
        cancel.Cancel();

        Assert.All(threads, id => Assert.Equal(thread, id));
        Assert.NotEmpty(threads);
        Assert.ThrowsAny<OperationCanceledException>(() => Store().Load(folder.Path, CnnSplit.Train, cancel.Token));
    }

    private static void Write(TemporaryFolder folder, params string[] files)
    {
        foreach (string file in files) folder.Write(file, SmallPng.Encode(2, 2, 1, 2, 3));
    }

    private DatasetStore Store() => new(new DatasetStoreOptions { Message = _messages.Add });

    private ImageSet Load(string path, CnnSplit split) => Store().Load(path, split);
}
