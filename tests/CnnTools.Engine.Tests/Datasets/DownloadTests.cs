using System.Net;
using CnnTools.Core.Datasets;
using CnnTools.Core.Datasets.Download;
using CnnTools.Core.Progress;
using Xunit;

namespace CnnTools.Engine.Tests.Datasets;

public class DownloadTests
{
    private const string Archive = "small.tar.gz";

    private static readonly byte[] Content = Sample.CifarArchive;

    [Fact]
    public void A_missing_dataset_is_downloaded_verified_and_unpacked()
    {
        using var cache = new TemporaryFolder();
        var progress = new List<DatasetProgress>();
        var store = Sample.Store(cache, new FakeMirrors().Serve(Sample.Mirror, Archive, Content), new DatasetStoreOptions { Progress = progress.Add });

        var set = store.Load("SmallCifar", CnnSplit.Test);

        Assert.True(set.Verified);
        Assert.Equal(cache.Combine("small-bin"), set.Path);
        Assert.False(File.Exists(cache.Combine(Archive)));
        Assert.Contains(progress, p => p.Done == Content.Length && p.Total == Content.Length && p.Activity == "Downloading SmallCifar" && p.Item == Archive);
        Assert.True(new DatasetSaveResult(cache.Combine("small-bin"), true) == store.Save("SmallCifar"));
    }

    [Fact]
    public void The_four_files_of_an_idx_dataset_are_downloaded()
    {
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors().Serve(Sample.Mirror, "train-images-idx3-ubyte.gz", Sample.TrainImages).Serve(Sample.Mirror, "train-labels-idx1-ubyte.gz", Sample.TrainLabels)
            .Serve(Sample.Mirror, "t10k-images-idx3-ubyte.gz", Sample.TestImages).Serve(Sample.Mirror, "t10k-labels-idx1-ubyte.gz", Sample.TestLabels);
        var store = Sample.Store(cache, mirrors);

        var result = store.Save("SmallIdx");

        Assert.False(result.AlreadyThere);
        Assert.Equal(cache.Combine("small-idx"), result.Path);
        Assert.True(store.Load("SmallIdx", CnnSplit.Train).Verified);
        Assert.True(store.Load("SmallIdx", CnnSplit.Test).Verified);
        Assert.Equal(4, mirrors.Requests.Count);
    }

    [Fact]
    public void A_broken_connection_is_resumed_where_it_stopped()
    {
        using var cache = new TemporaryFolder();
        int calls = 0;
        var mirrors = new FakeMirrors();
        mirrors.Answer(Sample.Mirror, Archive, request => calls++ == 0 ? FakeMirrors.Breaking(Content, 100) : FakeMirrors.Ranged(request, Content, "\"v1\""));

        Assert.True(Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train).Verified);

        string address = new Uri(Sample.Mirror, Archive).AbsoluteUri;
        Assert.Equal([(address, null, null), (address, 100, "\"v1\"")], mirrors.Requests);
    }

    [Fact]
    public void A_cancelled_download_is_resumed_by_the_next_run()
    {
        using var cache = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var breaking = new FakeMirrors().Answer(Sample.Mirror, Archive, _ => FakeMirrors.Breaking(Content, 64, then: cancel.Cancel));
        Assert.ThrowsAny<OperationCanceledException>(() => Sample.Store(cache, breaking).Save("SmallCifar", cancel.Token));
        Assert.True(new FileInfo(cache.Combine(Archive + ".part")).Length >= 64);
        File.WriteAllBytes(cache.Combine(Archive + ".part"), Content[..64]); // As if killed there.
        Assert.False(File.Exists(cache.Combine(Archive)));

        var mirrors = new FakeMirrors().Serve(Sample.Mirror, Archive, Content);
        Sample.Store(cache, mirrors).Save("SmallCifar");

        Assert.Equal(64, Assert.Single(mirrors.Requests).From);
        Assert.Empty(Directory.GetFiles(cache.Path, "*.part*"));
    }

    [Fact]
    public void A_server_that_ignores_ranges_is_read_from_the_start()
    {
        using var cache = new TemporaryFolder();
        cache.Write(Archive + ".part", Content[..150]);
        var mirrors = new FakeMirrors().Answer(Sample.Mirror, Archive, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Content) });

        Assert.True(Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train).Verified);
        Assert.Equal(150, Assert.Single(mirrors.Requests).From);
    }

    [Fact]
    public void A_file_that_changed_on_the_server_is_read_from_the_start()
    {
        using var cache = new TemporaryFolder();
        int calls = 0;
        var mirrors = new FakeMirrors();
        mirrors.Answer(Sample.Mirror, Archive, request => calls++ == 0 ? FakeMirrors.Breaking(new byte[Content.Length], 100, "\"old\"") : FakeMirrors.Ranged(request, Content, "\"new\""));

        Assert.True(Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train).Verified);
        Assert.Equal("\"old\"", mirrors.Requests.Last().IfRange);
    }

    [Fact]
    public void A_wrong_beginning_left_behind_is_found_out_and_dropped()
    {
        using var cache = new TemporaryFolder();
        cache.Write(Archive + ".part", new byte[100]);
        var mirrors = new FakeMirrors().Serve(Sample.Mirror, Archive, Content);

        Assert.True(Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train).Verified);
        Assert.Equal([100, null], mirrors.Requests.Select(request => request.From));
    }

    [Fact]
    public void A_part_that_is_too_long_is_dropped()
    {
        using var cache = new TemporaryFolder();
        cache.Write(Archive + ".part", new byte[Content.Length + 1]);
        var mirrors = new FakeMirrors().Serve(Sample.Mirror, Archive, Content);

        Assert.True(Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train).Verified);
        Assert.Null(Assert.Single(mirrors.Requests).From);
    }

    [Fact]
    public void The_next_mirror_takes_over()
    {
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors().Serve(Sample.OtherMirror, Archive, Content);

        Assert.True(Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train).Verified);
        Assert.Equal(["mirror.test", "other.test"], mirrors.Requests.Select(request => new Uri(request.Address).Host));
    }

    [Fact]
    public void A_server_in_trouble_is_asked_again_before_the_next()
    {
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors().Answer(Sample.Mirror, Archive, _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)).Serve(Sample.OtherMirror, Archive, Content);

        Sample.Store(cache, mirrors).Save("SmallCifar");

        Assert.Equal(3, mirrors.Requests.Count(request => request.Address.StartsWith(Sample.Mirror.AbsoluteUri, StringComparison.Ordinal)));
    }

    [Fact]
    public void Files_with_another_hash_are_never_kept()
    {
        using var cache = new TemporaryFolder();
        byte[] wrong = [.. Content];
        wrong[^1] ^= 1;
        var mirrors = new FakeMirrors().Serve(Sample.Mirror, Archive, wrong).Serve(Sample.OtherMirror, Archive, wrong);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train));

        Assert.Equal("DatasetChecksumMismatch", error.ErrorId);
        Assert.Contains($"expected SHA-256 {Sample.Cifar.Archive.Sha256}; found ", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://mirror.test/data/small.tar.gz", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://other.test/copy/small.tar.gz", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(cache.Combine(Archive)));
        Assert.False(Directory.Exists(cache.Combine("small-bin")));
        Assert.Equal(2, mirrors.Requests.Count);
    }

    [Fact]
    public void All_failures_are_listed()
    {
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors()
            .Answer(Sample.Mirror, Archive, _ => throw new HttpRequestException("Name or service not known"))
            .Answer(Sample.OtherMirror, Archive, _ => new HttpResponseMessage(HttpStatusCode.Forbidden));

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors).Save("SmallCifar"));

        Assert.Equal("DatasetDownloadFailed", error.ErrorId);
        Assert.Contains($"https://mirror.test/data/small.tar.gz: Name or service not known after 0 of {Content.Length:N0} bytes (3 times)", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(cache.Combine(Archive + ".part")));
        Assert.Contains("https://other.test/copy/small.tar.gz: the server answers 403", error.Message, StringComparison.Ordinal);
        Assert.Contains(cache.Combine(Archive), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_in_place_of_the_file_is_refused_before_it_is_read()
    {
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors().Answer(Sample.Mirror, Archive, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>moved</html>") });

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors).Save("SmallCifar"));

        Assert.Contains($"expected {Content.Length:N0} bytes; the server offers 18", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_without_end_is_cut_off()
    {
        using var cache = new TemporaryFolder();
        // StreamContent knows the length of a memory stream, so hide it behind a stream that cannot seek.
        var mirrors = new FakeMirrors().Answer(Sample.Mirror, Archive, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new UnknownLength([.. Content, .. new byte[1 << 20]])) });

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors).Save("SmallCifar"));

        Assert.Contains("the server sends more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_from_https_to_http_is_refused()
    {
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors().Answer(Sample.Mirror, Archive, _ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Content), RequestMessage = new HttpRequestMessage(HttpMethod.Get, "http://mirror.test/data/small.tar.gz"),
        });

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors).Save("SmallCifar"));

        Assert.Contains("expected https to the end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offline_says_where_to_put_the_files()
    {
        using var cache = new TemporaryFolder();
        var mirrors = new FakeMirrors();

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors, new DatasetStoreOptions { Offline = true }).Load("SmallIdx", CnnSplit.Train));

        Assert.Equal("DatasetOffline", error.ErrorId);
        Assert.Contains("train-labels-idx1-ubyte.gz", error.Message, StringComparison.Ordinal);
        Assert.Contains(cache.Combine("small-idx"), error.Message, StringComparison.Ordinal);
        Assert.Empty(mirrors.Requests);
    }

    [Fact]
    public async Task Two_stores_download_once()
    {
        using var cache = new TemporaryFolder();
        using var entered = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var mirrors = new FakeMirrors();
        mirrors.Answer(Sample.Mirror, Archive, request =>
        {
            entered.Release();
            goOn.Wait();
            return FakeMirrors.Ranged(request, Content, "\"v1\"");
        });
        var waiting = new TaskCompletionSource<string>();
        var first = Task.Run(() => Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train));
        await entered.WaitAsync();
        var second = Task.Run(() => Sample.Store(cache, mirrors, new DatasetStoreOptions { Message = text => waiting.TrySetResult(text) }).Load("SmallCifar", CnnSplit.Train));

        Assert.Contains("SmallCifar", await waiting.Task, StringComparison.Ordinal);
        goOn.Release();

        Assert.Equal((await first).ContentHash, (await second).ContentHash);
        Assert.Single(mirrors.Requests);
    }

    [Fact]
    public void A_lock_left_by_a_crash_does_not_hold()
    {
        using var cache = new TemporaryFolder();
        cache.Write(".smallcifar.lock", []);

        Sample.Store(cache, new FakeMirrors().Serve(Sample.Mirror, Archive, Content)).Save("SmallCifar");

        Assert.True(Directory.Exists(cache.Combine("small-bin")));
    }

    [Fact]
    public void Waiting_for_the_lock_can_be_cancelled()
    {
        using var cache = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        using var held = DatasetLock.Acquire(cache.Path, "SmallCifar", () => { }, CancellationToken.None);

        Assert.ThrowsAny<OperationCanceledException>(() => DatasetLock.Acquire(cache.Path, "SmallCifar", cancel.Cancel, cancel.Token));
    }

    [Fact]
    public void Unpacking_cut_short_leaves_nothing_that_counts()
    {
        using var cache = new TemporaryFolder();
        cache.Write("small-bin.part/batch_1.bin", [1, 2, 3]); // As a killed run leaves it.

        Assert.True(Sample.Store(cache, new FakeMirrors().Serve(Sample.Mirror, Archive, Content)).Load("SmallCifar", CnnSplit.Train).Verified);
        Assert.False(Directory.Exists(cache.Combine("small-bin.part")));
    }

    [Fact]
    public void A_changed_file_is_no_longer_verified_and_a_touched_one_still_is()
    {
        using var cache = new TemporaryFolder();
        var store = Sample.Store(cache, new FakeMirrors().Serve(Sample.Mirror, Archive, Content));
        store.Save("SmallCifar");
        string file = cache.Combine("small-bin", "batch_1.bin");

        File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(store.Describe("SmallCifar", CnnSplit.Train).Verified);

        byte[] changed = File.ReadAllBytes(file);
        changed[5] ^= 1;
        File.WriteAllBytes(file, changed);
        File.SetLastWriteTimeUtc(file, new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.False(store.Load("SmallCifar", CnnSplit.Train).Verified);
        Assert.True(store.Load("SmallCifar", CnnSplit.Test).Verified);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"archive":"small.tar.gz","archiveSha256":"00","files":[]}""")]
    public void A_record_that_says_nothing_verifies_nothing(string record)
    {
        using var cache = new TemporaryFolder();
        Sample.WriteCifar(cache);
        cache.WriteText("small-bin/verified.json", record);

        Assert.False(Sample.Store(cache).Load("SmallCifar", CnnSplit.Train).Verified);
    }

    [Fact]
    public void Files_put_there_by_hand_are_neither_completed_nor_overwritten()
    {
        using var cache = new TemporaryFolder();
        Sample.WriteCifar(cache);
        File.Delete(cache.Combine("small-bin", "batch_2.bin"));
        var mirrors = new FakeMirrors().Serve(Sample.Mirror, Archive, Content);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors).Load("SmallCifar", CnnSplit.Train));

        Assert.Contains("expected batch_2.bin beside batch_1.bin, test.bin", error.Message, StringComparison.Ordinal);
        Assert.Empty(mirrors.Requests);
    }

    [Fact]
    public void Published_labels_are_not_put_beside_foreign_images()
    {
        using var cache = new TemporaryFolder();
        cache.Write("small-idx/train-images-idx3-ubyte.gz", Sample.Gzip(new byte[5000]));
        var mirrors = new FakeMirrors().Serve(Sample.Mirror, "train-labels-idx1-ubyte.gz", Sample.TrainLabels);

        var error = Assert.Throws<CnnException>(() => Sample.Store(cache, mirrors).Load("SmallIdx", CnnSplit.Train));

        Assert.Contains("train-labels-idx1-ubyte.gz is missing beside train-images-idx3-ubyte.gz, which is not the published file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_server_on_the_loopback_interface_is_resumed()
    {
        using var cache = new TemporaryFolder();
        cache.Write(Archive + ".part", Content[..123]);
        using var server = LoopbackServer.Start(Content);
        var dataset = Sample.Cifar with { Mirrors = [server.Address] };
        var store = new DatasetStore(new DatasetStoreOptions { CacheFolder = cache.Path }, [dataset], new DownloadSettings());

        var set = await Task.Run(() => store.Load("SmallCifar", CnnSplit.Train));

        Assert.True(set.Verified);
        Assert.Equal("bytes=123-", Assert.Single(server.Ranges));
    }

    private sealed class UnknownLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
