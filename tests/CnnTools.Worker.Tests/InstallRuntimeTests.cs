using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace CnnTools.Worker.Tests;

/// <summary>The verb install-runtime as a process: what it writes, what a kill leaves, and that two at once install once.</summary>
public sealed class InstallRuntimeTests : IDisposable
{
    private const int Large = 96 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("cnntools-tests-").FullName;
    private readonly Dictionary<string, string> _environment;

    public InstallRuntimeTests() => _environment = new()
    {
        ["CNNTOOLS_RUNTIME"] = Runtime,
        ["CNNTOOLS_LIBTORCH"] = "",
        ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages"),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Runtime => Path.Combine(_folder, "runtime");

    private string Installed => Path.Combine(Runtime, "libtorch-2.10.0-cpu");

    private static string Rid => (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-") + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string Library(string name) => OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var worker = new WorkerProcess(_folder, _environment, arguments);
        return worker.Finish();
    }

    private string Pack(int size)
    {
        string feed = Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName, id = $"libtorch-cpu-{Rid}";
        using ZipArchive zip = ZipFile.Open(Path.Combine(feed, id + ".2.10.0.nupkg"), ZipArchiveMode.Create);
        Add(id + ".nuspec", Encoding.UTF8.GetBytes($"<package><metadata><id>{id}</id><version>2.10.0</version><authors>x</authors><description>x</description></metadata></package>"));
        byte[] content = new byte[size];
        new Random(1).NextBytes(content);
        foreach (string name in new[] { "c10", "torch_cpu", "torch" }) Add($"runtimes/{Rid}/native/{Library(name)}", name == "torch_cpu" ? content : content[..100]);
        return feed;

        void Add(string name, byte[] bytes)
        {
            using Stream stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(bytes);
        }
    }

    [Fact]
    public void It_installs_once_and_says_so()
    {
        string feed = Pack(1000);
        (int code, string output, _) = Run("install-runtime", "--source", feed);
        Assert.True(code == 0, output);
        Assert.Contains($"libtorch: 2.10.0 (cpu) is installed in '{Installed}'.", output, StringComparison.Ordinal);
        Assert.Contains("Unpacking libtorch", output, StringComparison.Ordinal);
        (code, output, _) = Run("install-runtime");
        Assert.True(code == 0, output);
        Assert.Contains("is available", output, StringComparison.Ordinal);
        (code, output, _) = Run("install-runtime", "--list");
        Assert.Contains($"Installed  yes        yes     2.10.0    cpu        {Installed}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CNN0051", "--path", "nowhere")]
    [InlineData("CNN0053", "--path", ".")]
    [InlineData("CNN0054", "--source", "neither")]
    [InlineData("CNN0051", "--source", ".")]
    public void Errors_are_diagnostics(string code, string option, string value)
    {
        (int exit, string output, string error) = Run("install-runtime", option, value);
        Assert.Equal((1, ""), (exit, error));
        Assert.Contains($"CnnTools : error {code}: ", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Installed));
    }

    [Fact]
    public void A_missing_libtorch_is_an_error_with_the_command()
    {
        (int code, string output, _) = Run("train", "--dataset", "Shapes", "--architecture", "TwoConv4x4");
        Assert.Equal(1, code);
        Assert.Contains("CnnTools : error CNN0010: libtorch 2.10.0 was not found.", output, StringComparison.Ordinal);
        Assert.Contains(Runtime, output, StringComparison.Ordinal);
        Assert.Contains("CnnTools.Worker.dll\" install-runtime", output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_option_a_training_installs_it_first()
    {
        string feed = Pack(1000);
        File.WriteAllText(Path.Combine(_folder, "NuGet.Config"), $"<configuration><packageSources><clear /><add key='local' value='{feed}' /></packageSources></configuration>");
        (int code, string output, _) = Run("train", "--dataset", "Shapes", "--architecture", "TwoConv4x4", "--install-runtime");
        Assert.Contains("libtorch: 2.10.0 (cpu) is installed", output, StringComparison.Ordinal);
        // The libraries of this package are no libraries: the loader's message is what counts.
        Assert.Equal(1, code);
        Assert.Contains($"'{Path.Combine(Installed, Library("c10"))}' cannot be loaded: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_leaves_nothing_half_installed_and_the_next_run_completes()
    {
        string feed = Pack(Large);
        using (var worker = new WorkerProcess(_folder, _environment, "install-runtime", "--source", feed))
        {
            Assert.NotNull(worker.ReadUntil(static line => line.Contains("Unpacking", StringComparison.Ordinal)));
            worker.Kill();
            Assert.NotEqual(0, worker.Finish().Code);
        }

        Assert.False(Directory.Exists(Installed));
        Assert.Single(Directory.EnumerateDirectories(Runtime, ".work*"));
        (int code, string output, _) = Run("install-runtime", "--source", feed);
        Assert.True(code == 0, output);
        Assert.Equal(Large, new FileInfo(Path.Combine(Installed, Library("torch_cpu"))).Length);
        Assert.Empty(Directory.EnumerateDirectories(Runtime, ".work*"));
    }

    [Fact]
    public void Two_at_once_install_once()
    {
        string feed = Pack(Large / 4);
        using var first = new WorkerProcess(_folder, _environment, "install-runtime", "--source", feed);
        using var second = new WorkerProcess(_folder, _environment, "install-runtime", "--source", feed);
        (int Code, string Output, string Error)[] ends = [first.Finish(), second.Finish()];
        Assert.All(ends, static end => Assert.True(end.Code == 0, end.Output));
        Assert.Single(ends, static end => end.Output.Contains("Unpacking", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateDirectories(Runtime, ".work*"));
    }
}
