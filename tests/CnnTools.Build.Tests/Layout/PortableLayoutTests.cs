using System.IO.Compression;
using System.Runtime.InteropServices;

namespace CnnTools.Build.Tests.Layout;

/// <summary>The worker, the module and the package: one layout that four systems load from.</summary>
public sealed class PortableLayoutTests
{
    [Fact]
    public void The_worker_has_every_library_where_the_loader_looks()
    {
        string folder = Path.GetDirectoryName(Built.Worker)!;
        Layout.CheckPortable(Layout.FilesOf(folder), File.ReadAllText(Path.ChangeExtension(Built.Worker, ".deps.json")));
    }

    [Fact]
    public void The_package_has_the_worker_as_it_lies()
    {
        const string folder = "tools/net10.0/any/";
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(Built.Packages, "CnnTools.Build.0.1.0.nupkg"));
        string[] files = [.. package.Entries.Where(static entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)).Select(static entry => entry.FullName[folder.Length..])];
        using var reader = new StreamReader(package.GetEntry(folder + "CnnTools.Worker.deps.json")!.Open());
        Layout.CheckPortable(files, reader.ReadToEnd());
        Assert.DoesNotContain("CnnTools.Worker", files);
    }

    [Fact]
    public void The_module_has_every_library_where_the_loader_looks()
    {
        string folder = Path.Combine(Built.Module, "lib");
        string[] files = Layout.FilesOf(folder), shared = ["CnnTools.PowerShell.dll", "CnnTools.PowerShell.Loader.dll", "CnnTools.Abstractions.dll"];
        Layout.CheckPortable(files, File.ReadAllText(Path.Combine(folder, "CnnTools.Engine.deps.json")), shared);
        Assert.All(shared, name => Assert.True(File.Exists(Path.Combine(Built.Module, name)), name));
    }

    // The loader says so itself where this machine is one of the four.
    [Fact]
    public void This_systems_libraries_are_libraries()
    {
        string runtime = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] own = [.. Layout.AllNatives.Where(file => !file.Contains("TorchSharp", StringComparison.Ordinal) && (file.Contains($"/{runtime}/", StringComparison.Ordinal) || (runtime == "osx-arm64" && file.Contains("/osx/", StringComparison.Ordinal))))];
        foreach (string file in own) NativeLibrary.Free(NativeLibrary.Load(Path.Combine(Path.GetDirectoryName(Built.Worker)!, file)));
        Assert.True(own.Length == 2 || runtime == "linux-arm64");
    }
}
