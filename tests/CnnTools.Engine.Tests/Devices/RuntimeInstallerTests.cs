using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CnnTools.Engine.Devices.Runtime;

namespace CnnTools.Engine.Tests.Devices;

/// <summary>What an installation of the native library refuses, before anything is written, and how archives are taken. The build itself is tried in tests/Pester.</summary>
public sealed class RuntimeInstallerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RuntimeInstaller Installer(HttpMessageHandler? http = null)
    {
        string sources = Directory.CreateDirectory(Path.Combine(_folder, "native")).FullName;
        File.WriteAllText(Path.Combine(sources, "CMakeLists.txt"), "");
        return new RuntimeInstaller(sources, null, null) { Http = http };
    }

    private string Torch(string name, string version = "2.9.1")
    {
        foreach (string file in new[] { OperatingSystem.IsMacOS() ? "lib/libtorch_cpu.dylib" : OperatingSystem.IsWindows() ? "lib/torch_cpu.lib" : "lib/libtorch_cpu.so", "include/ATen/ATen.h", "share/cmake/Torch/TorchConfig.cmake", "share/cmake/Torch/TorchConfigVersion.cmake" })
        {
            string path = Path.Combine(_folder, name, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, $"set(PACKAGE_VERSION \"{version}\")");
        }

        return Path.Combine(_folder, name);
    }

    private CnnException Refused(CnnRuntimeOptions options) => Assert.Throws<CnnException>(() => Installer().Plan(options, default));

    [Fact]
    public void A_folder_of_libtorch_is_recognised_with_its_version()
    {
        Assert.Contains("libtorch 2.9.1 in " + Torch("one"), Installer().Plan(new CnnRuntimeOptions { Path = Path.Combine(_folder, "one"), Force = true }, default), StringComparison.Ordinal);
        Torch("outer/libtorch", "2.1.0");
        Assert.Contains("libtorch 2.1.0", Installer().Plan(new CnnRuntimeOptions { Path = Path.Combine(_folder, "outer"), Force = true }, default), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_none_is_refused_with_what_is_missing()
    {
        string folder = Torch("broken");
        File.Delete(Path.Combine(folder, "include/ATen/ATen.h"));
        CnnException error = Refused(new() { Path = folder, Force = true });
        Assert.Equal("RuntimeInvalid", error.ErrorId);
        Assert.Contains("include/ATen/ATen.h is not there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        var uri = new Uri("https://mirror.test/libtorch.zip");
        string hash = new('a', 64);
        Assert.Equal("RuntimeArgumentInvalid", Refused(new() { Uri = uri, Force = true }).ErrorId);
        Assert.Equal("RuntimeArgumentInvalid", Refused(new() { Uri = uri, Path = _folder, Sha256 = hash, Force = true }).ErrorId);
        Assert.Equal("RuntimeArgumentInvalid", Refused(new() { Uri = uri, Sha256 = "abc", Force = true }).ErrorId);
        Assert.Equal("RuntimeArgumentInvalid", Refused(new() { Uri = new Uri("file:///etc/passwd"), Sha256 = hash, Force = true }).ErrorId);
        Assert.Equal("RuntimeArgumentInvalid", Refused(new() { Path = Torch("two"), Sha256 = hash, Force = true }).ErrorId);
        Assert.Equal("RuntimeNotFound", Refused(new() { Path = Path.Combine(_folder, "nowhere.zip"), Force = true }).ErrorId);
        Assert.Equal("RuntimeNotApplicable", Assert.Throws<CnnException>(() => new RuntimeInstaller(_folder, null, null).Plan(new(), default)).ErrorId);
    }

    [Fact]
    public void An_archive_with_another_hash_is_refused()
    {
        string archive = Path.Combine(_folder, "libtorch.zip");
        File.WriteAllText(archive, "archive");
        string right = Convert.ToHexString(SHA256.HashData("archive"u8));
        Assert.Contains(archive, Installer().Plan(new CnnRuntimeOptions { Path = archive, Sha256 = right, Force = true }, default), StringComparison.Ordinal);
        CnnException error = Refused(new() { Path = archive, Sha256 = new string('0', 64), Force = true });
        Assert.Equal("RuntimeChecksumMismatch", error.ErrorId);
        Assert.Contains(right.ToLowerInvariant(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_is_unpacked_below_its_folder_and_nowhere_else()
    {
        string good = Path.Combine(_folder, "good.zip"), evil = Path.Combine(_folder, "evil.zip"), text = Path.Combine(_folder, "text.zip");
        ZipFile.CreateFromDirectory(Torch("three"), good, CompressionLevel.Fastest, includeBaseDirectory: true);
        string target = Path.Combine(_folder, "unpacked");
        LibTorchArchive.Unpack(good, target, null, default);
        Assert.Equal("2.9.1", LibTorchFolder.Find(Path.Combine(target, "three")).Version);

        using (ZipArchive zip = ZipFile.Open(evil, ZipArchiveMode.Create)) zip.CreateEntry("lib/../../escaped.txt").Open().Dispose();
        CnnException error = Assert.Throws<CnnException>(() => LibTorchArchive.Unpack(evil, Path.Combine(_folder, "evil"), null, default));
        Assert.Equal("RuntimeInvalid", error.ErrorId);
        Assert.Contains("lib/../../escaped.txt", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "escaped.txt")));

        File.WriteAllText(text, "no archive");
        Assert.Equal("RuntimeInvalid", Assert.Throws<CnnException>(() => LibTorchArchive.Unpack(text, Path.Combine(_folder, "text"), null, default)).ErrorId);
    }

    [Fact]
    public void A_download_that_is_cut_off_goes_on_where_it_ended()
    {
        var server = new Server { CutAfter = 5 };
        string target = Path.Combine(_folder, "download.part");
        LibTorchDownload.Run(new Uri("https://mirror.test/libtorch.zip"), target, server, null, default, TimeSpan.Zero);
        Assert.Equal("all the bytes", File.ReadAllText(target));
        Assert.Equal([null, 5, 10], server.Asked);
    }

    [Fact]
    public void A_download_that_failed_is_kept_for_the_next_run()
    {
        string target = Path.Combine(_folder, "download.part");
        var uri = new Uri("https://mirror.test/libtorch.zip");
        CnnException error = Assert.Throws<CnnException>(() => LibTorchDownload.Run(uri, target, new Server { CutAfter = 2 }, null, default, TimeSpan.Zero));
        Assert.Equal("RuntimeInstallFailed", error.ErrorId);
        Assert.Contains("6 bytes have arrived and are kept", error.Message, StringComparison.Ordinal);
        var server = new Server();
        LibTorchDownload.Run(uri, target, server, null, default, TimeSpan.Zero);
        Assert.Equal("all the bytes", File.ReadAllText(target));
        Assert.Equal([6], server.Asked);
        // Whole already: the server has no more, and that is no error.
        LibTorchDownload.Run(uri, target, server, null, default, TimeSpan.Zero);
        Assert.Equal("all the bytes", File.ReadAllText(target));
    }

    [Fact]
    public void A_server_that_knows_no_ranges_gives_the_file_from_its_start()
    {
        string target = Path.Combine(_folder, "download.part");
        File.WriteAllText(target, "something else");
        LibTorchDownload.Run(new Uri("https://mirror.test/libtorch.zip"), target, new Server { KnowsRanges = false }, null, default, TimeSpan.Zero);
        Assert.Equal("all the bytes", File.ReadAllText(target));
    }

    [Fact]
    public void A_refusal_is_an_error_at_once()
    {
        var server = new Server();
        CnnException error = Assert.Throws<CnnException>(() => LibTorchDownload.Run(new Uri("https://mirror.test/missing.zip"), Path.Combine(_folder, "download.part"), server, null, default, TimeSpan.Zero));
        Assert.Equal("RuntimeInstallFailed", error.ErrorId);
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Asked);
    }

    [Fact]
    public void The_places_are_in_the_loaders_order_and_only_the_first_with_a_file_is_in_use()
    {
        string program = Directory.CreateDirectory(Path.Combine(_folder, "program")).FullName;
        File.WriteAllText(Path.Combine(program, RuntimePlaces.FileName), "");
        File.WriteAllText(Path.Combine(program, "libcnntorch.build"), "libtorch=1.13.0\nlibrary=/nowhere/libtorch_cpu.so\n");
        IReadOnlyList<CnnRuntimeInfo> places = RuntimePlaces.List(program);
        CnnRuntimeInfo module = places[^1];
        Assert.Equal(("Module", "1.13.0", "/nowhere", false), (module.Source, module.LibTorch, module.LibTorchPath, module.Available));
        Assert.Equal("Installed", places[^2].Source);
        Assert.Single(places, place => place.InUse);
    }

    private sealed class Server : HttpMessageHandler
    {
        private static readonly byte[] Whole = "all the bytes"u8.ToArray();

        /// <summary>The connection ends after so many bytes of an answer.</summary>
        public int CutAfter { get; init; } = int.MaxValue;

        public bool KnowsRanges { get; init; } = true;

        /// <summary>Where each request began; null for the whole file.</summary>
        public List<long?> Asked { get; } = [];

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            long? start = request.Headers.Range?.Ranges.Single().From;
            Asked.Add(start);
            if (request.RequestUri!.AbsolutePath != "/libtorch.zip") return new HttpResponseMessage(HttpStatusCode.NotFound);
            if (!KnowsRanges) start = null;
            var range = new ContentRangeHeaderValue(Whole.Length);
            if (start >= Whole.Length) return new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable) { Content = new ByteArrayContent([]) { Headers = { ContentRange = range } } };
            byte[] rest = Whole[(int)(start ?? 0)..];
            var response = new HttpResponseMessage(start is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent) { Content = new StreamContent(new CutStream(rest, CutAfter)) };
            if (start is { } from) response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, Whole.Length - 1, Whole.Length);
            return response;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));
    }

    private sealed class CutStream(byte[] bytes, int cutAfter) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= cutAfter) throw new HttpIOException(HttpRequestError.ResponseEnded);
            return new ValueTask<int>(Read(buffer.Span[..(int)Math.Min(buffer.Length, cutAfter - Position)]));
        }
    }
}
