using CnnTools.Core.Datasets;
using CnnTools.PowerShell.Parameters;
using CnnTools.PowerShell.Runners;

namespace CnnTools.PowerShell.Tests;

public sealed class DatasetRunnerTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("cnntools-tests-");
    private readonly RecordingOutput _output = new();

    private DatasetRunner Runner => new(_output, new DatasetStore(new DatasetStoreOptions { CacheFolder = _cache.FullName, Offline = true }));

    private IEnumerable<CnnDatasetInfo> Emitted => _output.Emitted.Cast<CnnDatasetInfo>();

    public void Dispose() => _cache.Delete(recursive: true);

    private static NamePattern Exactly(string name) => new(name, hasWildcard: false, each => DatasetChoice.IsNameOf(name, each));

    [Fact]
    public void Lists_both_splits_of_every_dataset()
    {
        Runner.List(NamePattern.All, null);
        Assert.Equal(DatasetStore.Names.SelectMany(name => new[] { (name, CnnSplit.Train), (name, CnnSplit.Test) }).Order(), Emitted.Select(info => (info.Name, info.Split)).Order());
    }

    [Fact]
    public void Selects_by_name_and_split()
    {
        Runner.List(Exactly("shapes"), CnnSplit.Test);
        CnnDatasetInfo info = Assert.Single(Emitted);
        Assert.Equal(("Shapes", CnnSplit.Test, true), (info.Name, info.Split, info.Available));
    }

    [Fact]
    public void A_name_that_does_not_exist_is_an_error_that_lists_the_names()
    {
        CnnException error = Assert.Throws<CnnException>(() => Runner.List(Exactly("Shaps"), null));
        Assert.Equal("DatasetNotFound", error.ErrorId);
        Assert.All(DatasetStore.Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_no_error()
    {
        Runner.List(new NamePattern("Z*", hasWildcard: true, _ => false), null);
        Assert.Empty(_output.Emitted);
    }

    [Fact]
    public void Saving_what_is_made_in_memory_asks_nothing_and_describes_it()
    {
        DatasetRunner runner = Runner;
        runner.Save("Shapes", default);
        runner.Save("shapes", default);

        Assert.Empty(_output.Asked);
        Assert.Equal([CnnSplit.Train, CnnSplit.Test], Emitted.Select(info => info.Split));
    }

    [Fact]
    public void Saving_asks_before_it_downloads()
    {
        var output = new RecordingOutput { Answer = false };
        new DatasetRunner(output, new DatasetStore(new DatasetStoreOptions { CacheFolder = _cache.FullName, Offline = true })).Save("Mnist", default);

        Assert.Equal(["Download dataset Mnist"], output.Asked);
        Assert.Empty(output.Emitted);
        Assert.Empty(_cache.EnumerateFileSystemInfos());
    }

    [Fact]
    public void Saving_without_a_network_says_so()
    {
        Assert.Equal("DatasetOffline", Assert.Throws<CnnException>(() => Runner.Save("Mnist", default)).ErrorId);
    }
}
