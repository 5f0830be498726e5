namespace CnnTools.Build.Tests;

/// <summary>A build on a machine that has no libtorch yet.</summary>
public sealed class RuntimeBuildTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Dictionary<string, string> _environment;

    public RuntimeBuildTests()
    {
        _environment = new() { ["CNNTOOLS_RUNTIME"] = Runtime, ["CNNTOOLS_LIBTORCH"] = "" };
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // The machine's packages are a source here, and no folder in which libtorch is found.
        _sandbox.Write("NuGet.Config", $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{Built.Packages}" /><add key="machine" value="{machine}" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        _sandbox.WriteProject("app.csproj", Sandbox.Quick("one"));
    }

    private string Runtime => Path.Combine(_sandbox.Root, "runtime");

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_missing_libtorch_is_installed_once_and_the_build_says_so()
    {
        BuildResult first = _sandbox.Build([], _environment).Passes();
        Assert.Contains("libtorch: Install the package libtorch-cpu-", first.Output, StringComparison.Ordinal);
        Assert.Contains("libtorch: Unpacking libtorch", first.Output, StringComparison.Ordinal);
        Assert.Contains($"is installed in '{Path.Combine(Runtime, "libtorch-2.10.0-cpu")}'", first.Output, StringComparison.Ordinal);

        BuildResult unchanged = _sandbox.Build(["-v:detailed"], _environment).Passes();
        Assert.Equal(0, unchanged.WorkerStarts);
        Assert.DoesNotContain("libtorch: ", unchanged.Output, StringComparison.Ordinal);

        BuildResult trained = _sandbox.Build(["-p:CnnForceTrain=true"], _environment).Passes();
        Assert.DoesNotContain("libtorch: ", trained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_leave_to_install_it_is_an_error_with_the_command()
    {
        BuildResult build = _sandbox.Build(["-p:CnnInstallRuntime=false"], _environment).FailsWith("CNN0010", "CNN2025", "CNN2000");
        Assert.Contains("CnnTools.Worker.dll\" install-runtime", build.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Runtime));
    }
}
