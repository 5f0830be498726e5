namespace CnnTools.Build.Tests.Layout;

/// <summary>What <c>dotnet publish</c> makes of the worker for one system each. Nothing of it is started: the libraries are those of four systems.</summary>
public sealed class PublishedLayoutTests(PublishedWorkers workers) : IClassFixture<PublishedWorkers>
{
    [Theory]
    [InlineData("linux-x64")]
    [InlineData("win-x64")]
    [InlineData("win-arm64")]
    [InlineData("osx-arm64")]
    public void A_program_that_needs_the_runtime(string runtime)
    {
        string folder = workers.Folder(runtime, selfContained: false);
        Layout.CheckPublished(runtime, Layout.FilesOf(folder), File.ReadAllText(Path.Combine(folder, "CnnTools.Worker.deps.json")));
    }

    [SelfContainedFact("linux-x64")]
    public void A_program_that_brings_the_runtime_for_linux_x64() => CheckSelfContained("linux-x64", "libcoreclr.so");

    [SelfContainedFact("win-x64")]
    public void A_program_that_brings_the_runtime_for_win_x64() => CheckSelfContained("win-x64", "coreclr.dll");

    [SelfContainedFact("win-arm64")]
    public void A_program_that_brings_the_runtime_for_win_arm64() => CheckSelfContained("win-arm64", "coreclr.dll");

    [SelfContainedFact("osx-arm64")]
    public void A_program_that_brings_the_runtime_for_osx_arm64() => CheckSelfContained("osx-arm64", "libcoreclr.dylib");

    [Fact]
    public void The_library_for_linux_is_the_changed_copy() =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(Built.Worker)!, "runtimes/linux-x64/native/libLibTorchSharp.so")), File.ReadAllBytes(Path.Combine(workers.Folder("linux-x64", selfContained: false), "libLibTorchSharp.so")));

    [Fact]
    public void The_worker_for_all_systems_stays_as_it_is() => Assert.False(Directory.Exists(workers.WorkerForAllSystems));

    private void CheckSelfContained(string runtime, string engine)
    {
        string folder = workers.Folder(runtime, selfContained: true);
        string[] files = Layout.FilesOf(folder);
        Assert.Contains(engine, files);
        Layout.CheckPublished(runtime, files, File.ReadAllText(Path.Combine(folder, "CnnTools.Worker.deps.json")));
    }
}

/// <summary>The worker published for every system, in folders of its own, by one MSBuild.</summary>
public sealed class PublishedWorkers : IDisposable
{
    private static readonly string[] s_runtimes = ["linux-x64", "win-x64", "win-arm64", "osx-arm64"];

    private readonly Sandbox _sandbox = new();

    public PublishedWorkers()
    {
        Publish(s_runtimes, selfContained: false);
        string[] cached = [.. s_runtimes.Where(RuntimePacks.Has)];
        if (cached.Length > 0) Publish(cached, selfContained: true);
    }

    public string WorkerForAllSystems => _sandbox.PathOf("artifacts/worker");

    public string Folder(string runtime, bool selfContained) => _sandbox.PathOf($"published/{runtime}-{(selfContained ? "self-contained" : "framework")}");

    private void Publish(string[] runtimes, bool selfContained)
    {
        // Only what is tested: no host executable that a feed may lack, no analyzers.
        List<string> properties = [$"ArtifactsPath={_sandbox.PathOf("artifacts")}", "Configuration=Release", "RunAnalyzers=false", "EnforceCodeStyleInBuild=false", "DisableTransitiveFrameworkReferenceDownloads=true", $"SelfContained={selfContained}"];
        if (!selfContained) properties.AddRange(["UseAppHost=false", "EnableAppHostPackDownload=false", "EnableRuntimePackDownload=false"]);
        var environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Built.PackageCache };
        _sandbox.Build([Built.WorkerProject, "-t:Restore", "-v:q", .. properties.Select(static property => "-p:" + property), $"-p:RuntimeIdentifiers=\"{string.Join(';', runtimes)}\""], environment).Passes();
        _sandbox.Write("publish.proj", $"""
            <Project DefaultTargets="Build">
              <ItemGroup><Runtime Include="{string.Join(';', runtimes)}" /></ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="{Built.WorkerProject}" Targets="Publish" Properties="{string.Join(';', properties)};RuntimeIdentifier=%(Runtime.Identity);PublishDir={_sandbox.PathOf("published")}/%(Runtime.Identity)-{(selfContained ? "self-contained" : "framework")}/" />
              </Target>
            </Project>
            """);
        _sandbox.Build(["publish.proj", "--no-restore", "-v:q"], environment).Passes();
    }

    public void Dispose() => _sandbox.Dispose();
}

/// <summary>The packages that a program with its own runtime needs. They are large, and not every feed has them: the tests use those that are on the
/// machine.</summary>
internal static class RuntimePacks
{
    public static bool Has(string runtime) => ((string[])["runtime", "host"]).All(kind => Directory.Exists(Path.Combine(Built.PackageCache, $"microsoft.netcore.app.{kind}.{runtime}", Built.RuntimeVersion)) || (kind == "host" && runtime == Built.SdkRuntime));
}

/// <summary>Runs where the runtime for a system is on the machine.</summary>
internal sealed class SelfContainedFactAttribute : FactAttribute
{
    public SelfContainedFactAttribute(string runtime)
    {
        if (!RuntimePacks.Has(runtime)) Skip = $"microsoft.netcore.app.runtime.{runtime} {Built.RuntimeVersion} or its host is not in {Built.PackageCache}.";
    }
}
