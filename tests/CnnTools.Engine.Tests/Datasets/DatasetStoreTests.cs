using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.BuiltIn;
using CnnTools.Core.Datasets.Files;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

public class DatasetStoreTests
{
    [Fact]
    public void Names_are_known_without_a_store() =>
        Assert.Equal(["Shapes", "Mnist", "FashionMnist", "Kmnist", "Cifar10", "Cifar100"], DatasetStore.Names);

    [Fact]
    public void List_describes_every_split_of_an_empty_cache_without_touching_it()
    {
        using var parent = new TemporaryFolder();
        var mirrors = new FakeMirrors();
        var store = new DatasetStore(new DatasetStoreOptions { CacheFolder = parent.Combine("absent"), Http = mirrors });

        var list = store.List();

        Assert.Equal(12, list.Count);
        Assert.Equal(DatasetStore.Names, list.Select(info => info.Name).Distinct());
        Assert.Equal([("Shapes", CnnSplit.Train), ("Shapes", CnnSplit.Test)], list.Where(info => info.Available).Select(info => (info.Name, info.Split)));
        Assert.All(list, info => Assert.Null(info.Path));
        Assert.All(list.Skip(2), info => Assert.False(info.Verified));
        var cifar100 = list.Single(info => info is { Name: "Cifar100", Split: CnnSplit.Train });
        Assert.Equal((50_000, 32, 32, 3, 100), (cifar100.Count, cifar100.Width, cifar100.Height, cifar100.Channels, cifar100.Classes.Count));
        Assert.False(Directory.Exists(parent.Combine("absent")));
        Assert.Empty(mirrors.Requests);
    }

    [Fact]
    public void What_lies_in_the_cache_is_available()
    {
        using var cache = new TemporaryFolder();
        Sample.WriteIdx(cache);

        var info = Sample.Store(cache).Describe("smallidx", CnnSplit.Test);

        Assert.Equal((true, true, cache.Combine("small-idx"), 10), (info.Available, info.Verified, info.Path, info.Count));
    }

    [Fact]
    public void The_cache_folder_is_where_the_options_say()
    {
        using var cache = new TemporaryFolder();
        Assert.Equal(cache.Path, new DatasetStore(new DatasetStoreOptions { CacheFolder = cache.Path }).CacheFolder);
        Assert.EndsWith("datasets", new DatasetStore(new DatasetStoreOptions()).CacheFolder, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Cifer10", " Did you mean 'Cifar10'?")]
    [InlineData("fashoin", " Did you mean 'FashionMnist'?")]
    [InlineData("mnits", " Did you mean 'Mnist'?")]
    [InlineData("imagenet", "none of that name.")]
    [InlineData("./no/such/folder", "none of that name.")]
    public void Unknown_names_get_the_list_and_the_nearest(string name, string ending)
    {
        var error = Assert.Throws<CnnException>(() => new DatasetStore(new DatasetStoreOptions()).Load(name, CnnSplit.Train));

        Assert.Equal(("DatasetNotFound", CnnErrorCategory.ObjectNotFound, name), (error.ErrorId, error.Category, error.Target));
        Assert.Contains("expected one of Shapes, Mnist, FashionMnist, Kmnist, Cifar10, Cifar100, or a folder/CSV path", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(ending, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_manifest_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.WriteText("data.zip", "PK");

        Assert.Contains("expected a folder with one subfolder per class, or a .csv manifest", Assert.Throws<CnnException>(() => Sample.Store(folder).Load(path, CnnSplit.Train)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_in_use_gives_an_error_of_ours()
    {
        using var cache = new TemporaryFolder();
        Sample.WriteIdx(cache);
        using var held = new FileStream(cache.Combine("small-idx", "train-labels-idx1-ubyte.gz"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache).Load("SmallIdx", CnnSplit.Train));

        Assert.Equal("DatasetInvalid", error.ErrorId);
        Assert.Contains("SmallIdx: expected files that can be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_downloadable_datasets_can_be_saved()
    {
        using var cache = new TemporaryFolder();
        Assert.Contains("made in memory", Assert.Throws<CnnException>(() => Sample.Store(cache).Save("Shapes")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_refused()
    {
        foreach (var options in (DatasetStoreOptions[])[new() { Channels = 2 }, new() { TestSplit = 1 }, new() { TestSplit = -0.1 }, new() { MaximumCacheBytes = -1 }, new() { MaximumBytes = 0 }])
            Assert.Equal("DatasetArgumentInvalid", Assert.Throws<CnnException>(() => new DatasetStore(options)).ErrorId);
    }

    [Fact]
    public void The_catalogue_is_consistent()
    {
        Assert.All(BuiltInCatalog.All, dataset =>
        {
            Assert.All(dataset.Downloads, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
            Assert.Equal(dataset.ClassNames.Count, dataset.ClassNames.Distinct().Count());
            Assert.All(dataset.Mirrors, mirror => Assert.EndsWith("/", mirror.AbsoluteUri, StringComparison.Ordinal));
            // Plain http is tried last: the hash protects the content, but not who reads along.
            Assert.Equal(dataset.Mirrors.OrderBy(mirror => mirror.Scheme == "http" ? 1 : 0), dataset.Mirrors);
        });
        Assert.Equal(30_730_000, BuiltInCatalog.Cifar10.FileBytesOf(CnnSplit.Test));
        Assert.Equal(30_730_000, BuiltInCatalog.Cifar10.FileBytesOf(CnnSplit.Train));
        Assert.Equal(153_700_000, BuiltInCatalog.Cifar100.FileBytesOf(CnnSplit.Train));
        Assert.Equal(100, BuiltInCatalog.Cifar100.ClassNames.Count);
        Assert.Equal(BuiltInCatalog.Cifar100.ClassNames.Order(StringComparer.Ordinal), BuiltInCatalog.Cifar100.ClassNames);
    }

    [Fact]
    public void The_builds_tasks_look_for_the_cache_where_the_engine_does()
    {
        Assert.Equal(
            BuiltInCatalog.All.Select(dataset => (dataset.Name, dataset.Folder, (dataset as CifarDataset)?.Archive.Name)),
            Build.CachedDataset.All.Select(dataset => (dataset.Name, dataset.Folder, dataset.Archive)));
        Assert.Equal(DatasetStore.Names, Build.CachedDataset.Generated.Concat(Build.CachedDataset.All.Select(dataset => dataset.Name)));
        Assert.Equal(new DatasetStore(new DatasetStoreOptions()).CacheFolder, Path.GetFullPath(Build.CachedDataset.DefaultCache()));
    }

    [Fact]
    public void Natural_order_is_by_value_then_letters_then_case()
    {
        string[] names = ["img12", "IMG2", "img1", "a", "B", "b", "img01", "img2b", "img2", "", "img99999999999999999999999", "10", "9"];
        Assert.Equal(["", "9", "10", "a", "B", "b", "img01", "img1", "IMG2", "img2", "img2b", "img12", "img99999999999999999999999"], names.Order(NaturalComparer.Instance));
    }
}
