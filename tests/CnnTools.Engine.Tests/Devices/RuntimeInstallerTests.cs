using System.Diagnostics;
using CnnTools.Core.Hardware.Runtime;

namespace CnnTools.Engine.Tests.Devices;

/// <summary>An installation of libtorch from packages in a folder, from a feed that misbehaves, and from an unpacked folder. It is there as a whole or not at
/// all.</summary>
[Collection(RuntimeVariables.Name)]
public sealed class RuntimeInstallerTests : IDisposable
{
    private readonly RuntimeSandbox _sandbox = new();
    private readonly List<string> _messages = [];

    public RuntimeInstallerTests() => PackageDownload.Pause = TimeSpan.Zero;

    public void Dispose() => _sandbox.Dispose();

    private RuntimeInstaller Installer(long free = long.MaxValue) => new(null, _messages.Add) { ConfigurationFolder = _sandbox.Folder, ProgramFolder = _sandbox.PathOf("program"), FreeBytes = _ => free };

    private CnnRuntimeInfo Install(CnnRuntimeOptions options, long free = long.MaxValue)
    {
        RuntimeInstaller.Plan(options);
        return Installer(free).Install(options, default);
    }

    private CnnException Refused(CnnRuntimeOptions options, long free = long.MaxValue)
    {
        CnnException error = Assert.Throws<CnnException>(() => Install(options, free));
        Assert.False(Directory.Exists(Cpu) || Directory.Exists(Cuda), error.Message);
        AssertNoWork();
        return error;
    }

    private void AssertNoWork() => Assert.Empty(Directory.Exists(_sandbox.Runtime) ? Directory.EnumerateDirectories(_sandbox.Runtime, ".work*") : []);

    private string Cpu => Path.Combine(_sandbox.Runtime, "libtorch-2.10.0-cpu");

    private string Cuda => Path.Combine(_sandbox.Runtime, "libtorch-2.10.0-cuda-12.8");

    [Fact]
    public void A_package_in_a_folder_is_unpacked_without_what_nothing_loads()
    {
        _sandbox.PackCpu();
        CnnRuntimeInfo installed = Install(new() { Source = _sandbox.Feed });
        Assert.Equal(("Installed", Cpu, "2.10.0", "cpu"), (installed.Source, installed.Path, installed.LibTorch, installed.Variant));
        Assert.Equal([.. RuntimeSandbox.Names.Append("LICENSE-LIBTORCH.txt").Append("build-version").Order(StringComparer.Ordinal)], Directory.EnumerateFiles(Cpu).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(RuntimeSandbox.Names, name => Assert.Equal(RuntimeSandbox.Bytes(name, 1000), File.ReadAllBytes(Path.Combine(Cpu, name))));
        Assert.Equal("Installed", RuntimePlaces.Find(_sandbox.PathOf("program"))!.Source);
        AssertNoWork();
        // A package of the user's folder is theirs.
        Assert.Single(Directory.EnumerateFiles(_sandbox.Feed));
    }

    [Fact]
    public void The_parts_of_the_packages_with_CUDA_are_joined()
    {
        byte[] whole = _sandbox.PackCuda();
        CnnRuntimeInfo installed = Install(new() { Source = _sandbox.Feed, Cuda = true });
        Assert.Equal((Cuda, "cuda-12.8"), (installed.Path, installed.Variant));
        Assert.Equal(whole, File.ReadAllBytes(Path.Combine(Cuda, LibTorchPlace.FileName("torch_cuda"))));
        Assert.DoesNotContain(Directory.EnumerateFiles(Cuda), static file => file.EndsWith(".sha", StringComparison.Ordinal) || file.Contains("fragment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_part_that_is_missing_or_changed_is_an_error(bool missing, bool damaged)
    {
        _sandbox.PackCuda(missing, damaged);
        CnnException error = Refused(new() { Source = _sandbox.Feed, Cuda = true });
        Assert.Equal("RuntimeInvalid", error.ErrorId);
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_package_is_an_error()
    {
        string path = _sandbox.PackCpu(50_000);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[60_000] ^= 1; // within the second library, which does not compress
        File.WriteAllBytes(path, bytes);
        Assert.Contains(Refused(new() { Source = _sandbox.Feed }).ErrorId, new[] { "RuntimeInvalid", "RuntimeChecksumMismatch" });
        File.WriteAllText(path, "not a package");
        Assert.Contains(Refused(new() { Source = _sandbox.Feed }).ErrorId, new[] { "RuntimeInvalid", "RuntimeChecksumMismatch", "RuntimeInstallFailed" });
    }

    [Fact]
    public void A_package_that_no_source_has_is_an_error_with_the_sources()
    {
        CnnException error = Refused(new() { Source = _sandbox.Feed });
        Assert.Equal("RuntimeNotFound", error.ErrorId);
        Assert.Contains(_sandbox.Feed, error.Message, StringComparison.Ordinal);
        Assert.Contains("2.10.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        Assert.Equal("RuntimeArgumentInvalid", Refused(new() { Source = _sandbox.Feed, Path = _sandbox.Folder }).ErrorId);
        Assert.Equal("RuntimeArgumentInvalid", Refused(new() { Source = "neither-folder-nor-name" }).ErrorId);
        Assert.Equal("RuntimeNotFound", Refused(new() { Path = _sandbox.PathOf("nowhere") }).ErrorId);
        Assert.Equal("RuntimeInvalid", Refused(new() { Path = _sandbox.Folder }).ErrorId);
        Assert.Contains("found 2.7.1", Refused(new() { Path = _sandbox.Libraries("old", "2.7.1+cpu") }).Message, StringComparison.Ordinal);
        Assert.Contains("with CUDA", Refused(new() { Path = _sandbox.Libraries("cpu", "2.10.0"), Cuda = true }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unpacked_libtorch_is_copied()
    {
        _sandbox.Libraries("libtorch/lib", cuda: true);
        File.WriteAllText(_sandbox.PathOf("libtorch/build-version"), "2.10.0+cu128");
        Assert.Equal(Cuda, Install(new() { Path = _sandbox.PathOf("libtorch") }).Path);
        Directory.Delete(_sandbox.PathOf("libtorch"), recursive: true);
        Assert.Equal(Cuda, RuntimePlaces.Find(_sandbox.PathOf("program"))!.Folder);
    }

    [Fact]
    public void What_is_available_is_not_installed_again_unless_forced()
    {
        _sandbox.PackCpu();
        var options = new CnnRuntimeOptions { Source = _sandbox.Feed };
        Assert.Null(Installer().FindAvailable(options));
        Install(options);
        Assert.Equal(Cpu, Installer().FindAvailable(options)!.Path);
        Assert.Equal(Cpu, Installer().FindAvailable(new())!.Path);
        Assert.Null(Installer().FindAvailable(new() { Cuda = true }));
        File.WriteAllText(Path.Combine(Cpu, "mark"), "");
        Install(options);
        Assert.True(File.Exists(Path.Combine(Cpu, "mark")));
        Install(options with { Force = true });
        Assert.False(File.Exists(Path.Combine(Cpu, "mark")));
    }

    [Fact]
    public void A_failed_replacement_keeps_what_was_installed()
    {
        _sandbox.Libraries("runtime/libtorch-2.10.0-cpu", "2.10.0");
        File.WriteAllText(Path.Combine(_sandbox.Feed, RuntimeSandbox.Cpu + ".2.10.0.nupkg"), "not a package");
        Assert.Throws<CnnException>(() => Install(new() { Source = _sandbox.Feed, Force = true }));
        Assert.Equal(Cpu, RuntimePlaces.Find(_sandbox.PathOf("program"))!.Folder);
        AssertNoWork();
    }

    [Fact]
    public void A_full_disk_is_told_before_anything_is_written()
    {
        _sandbox.PackCpu();
        CnnException error = Refused(new() { Source = _sandbox.Feed }, free: 1000);
        Assert.Equal("RuntimeDiskFull", error.ErrorId);
        Assert.Contains(RuntimePlaces.FolderVariable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_run_left_is_removed()
    {
        _sandbox.PackCpu();
        Directory.CreateDirectory(Path.Combine(_sandbox.Runtime, ".work-1", "libtorch"));
        Install(new() { Source = _sandbox.Feed });
        AssertNoWork();
    }

    [Fact]
    public async Task A_second_run_waits_and_finds_the_work_done()
    {
        _sandbox.PackCpu();
        var options = new CnnRuntimeOptions { Source = _sandbox.Feed };
        Directory.CreateDirectory(_sandbox.Runtime);
        Task<CnnRuntimeInfo> second;
        using (await InstallLock.TakeAsync(_sandbox.Runtime, null, default))
        {
            second = Task.Run(() => Installer().Install(options, default));
            SpinWait.SpinUntil(() => _messages.Count > 0, TimeSpan.FromSeconds(20));
            Assert.Contains(_messages, static text => text.Contains("Another process", StringComparison.Ordinal));
            _sandbox.Libraries("runtime/libtorch-2.10.0-cpu", "2.10.0");
        }

        Assert.Equal(Cpu, (await second).Path);
        // Not what the package holds: the second run installed nothing.
        Assert.Equal(RuntimeSandbox.Names[0], File.ReadAllText(Path.Combine(Cpu, RuntimeSandbox.Names[0])));
    }

    [Fact]
    public async Task A_waiting_run_can_be_stopped()
    {
        Directory.CreateDirectory(_sandbox.Runtime);
        using IDisposable taken = await InstallLock.TakeAsync(_sandbox.Runtime, null, default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => Installer().Install(new() { Source = _sandbox.Feed }, stop.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20));
    }

    private FakeFeed StartFeed(string attributes = "allowInsecureConnections='true'", string more = "")
    {
        _sandbox.PackCpu(50_000);
        var feed = new FakeFeed(_sandbox.Feed);
        _sandbox.Configure($"<add key='fake' value='{feed.Index}' protocolVersion='3' {attributes} />", more);
        return feed;
    }

    [Fact]
    public void The_configured_sources_are_asked_and_a_download_that_is_cut_off_continues_where_it_ended()
    {
        using FakeFeed feed = StartFeed();
        feed.CutAfter = 60_000;
        Install(new());
        Assert.Equal([null, 60_000, 120_000, 180_000], feed.Ranges);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_sandbox.Runtime, "downloads")));
    }

    [Fact]
    public void A_server_without_ranges_sends_the_file_from_its_start()
    {
        using FakeFeed feed = StartFeed();
        feed.HasRanges = false;
        feed.CutAfter = 60_000;
        feed.Cuts = 1;
        Install(new());
        Assert.Equal(2, feed.Ranges.Count);
    }

    [Fact]
    public void A_download_that_failed_is_kept_for_the_next_run()
    {
        using FakeFeed feed = StartFeed();
        feed.CutAfter = 60_000;
        feed.Cuts = 1;
        feed.FailAfterCut = true;
        CnnException error = Refused(new());
        Assert.Equal("RuntimeInstallFailed", error.ErrorId);
        Assert.Contains("60,000 bytes have arrived and are kept", error.Message, StringComparison.Ordinal);
        feed.FailAfterCut = false;
        feed.CutAfter = int.MaxValue;
        feed.Ranges.Clear();
        Install(new());
        Assert.Equal([60_000], feed.Ranges);
    }

    [Fact]
    public void A_package_without_the_hash_that_the_feed_publishes_is_refused_and_not_kept()
    {
        using FakeFeed feed = StartFeed();
        feed.Hash = Convert.ToBase64String(new byte[64]);
        CnnException error = Refused(new());
        Assert.Equal("RuntimeChecksumMismatch", error.ErrorId);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_sandbox.Runtime, "downloads")));
        feed.Hash = Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData(File.ReadAllBytes(Directory.EnumerateFiles(_sandbox.Feed).Single())));
        Install(new());
    }

    [Fact]
    public void A_source_is_named_by_its_configured_name_too()
    {
        using FakeFeed feed = StartFeed();
        Assert.Equal(Cpu, Install(new() { Source = "fake" }).Path);
    }

    [Fact]
    public void The_configurations_rules_hold()
    {
        using (FakeFeed feed = StartFeed(attributes: ""))
            Assert.Contains("allowInsecureConnections", Refused(new()).Message, StringComparison.Ordinal);
        File.Delete(Directory.EnumerateFiles(_sandbox.Feed).Single());
        using (FakeFeed mapped = StartFeed(more: "<packageSourceMapping><packageSource key='fake'><package pattern='Other.*' /></packageSource></packageSourceMapping>"))
            Assert.Contains("none is configured", Refused(new()).Message, StringComparison.Ordinal);
        _sandbox.Configure($"<add key='local' value='{_sandbox.Feed}' />", "<config><add key='signatureValidationMode' value='require' /></config>");
        CnnException unsigned = Refused(new());
        Assert.Equal("RuntimeChecksumMismatch", unsigned.ErrorId);
        Assert.Contains("NU3004", unsigned.Message, StringComparison.Ordinal);
    }
}
