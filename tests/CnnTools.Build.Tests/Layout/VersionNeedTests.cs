using CnnTools.NativeLibraries;

namespace CnnTools.Build.Tests.Layout;

/// <summary>The build step that lets TorchSharp's Linux library load on older systems (eng/native-libraries).</summary>
public sealed class VersionNeedTests : IDisposable
{
    public const string Marker = "_ZSt21ios_base_library_initv";

    private const string Version = "GLIBCXX_3.4.32";
    private static readonly string[] s_newest = ["GLIBC_2.34", "GLIBCXX_3.4.30", "CXXABI_1.3.13"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnntools-elf-");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_need_of_one_version_becomes_weak_and_nothing_else_changes(bool oldHash)
    {
        byte[] original = new SampleLibrary { HasOldHash = oldHash }.Build(), changed = [.. original];
        Assert.True(MakeWeak(changed));
        int at = Assert.Single(Differences(original, changed));
        Assert.Equal((0, 2), (original[at], changed[at]));
        Assert.False(MakeWeak(changed)); // weak already
    }

    [Fact]
    public void A_library_that_does_not_need_the_version_stays_as_it_is()
    {
        var library = new SampleLibrary();
        library.Needs.RemoveAt(1);
        library.Symbols.RemoveAt(1);
        byte[] original = library.Build(), copy = [.. original];
        Assert.False(MakeWeak(copy));
        Assert.Equal(original, copy);
    }

    [Fact]
    public void A_relocation_that_uses_the_symbol_is_an_error()
    {
        var library = new SampleLibrary();
        library.Relocations.Add(2);
        Assert.Matches($"Expected no use of '{Marker}' .* found a relocation at address 0x4010", Refused(library.Build()));
    }

    [Fact]
    public void A_call_of_the_symbol_is_an_error()
    {
        var library = new SampleLibrary();
        library.PltRelocations.Add(2);
        Assert.Contains("found a relocation", Refused(library.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_defined_symbol_is_an_error()
    {
        var library = new SampleLibrary();
        library.Symbols[1] = (Marker, 3, true);
        Assert.Contains($"found the defined symbol '{Marker}'", Refused(library.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_symbol_of_that_version_is_an_error()
    {
        var library = new SampleLibrary();
        library.Symbols.Insert(0, ("_ZSt5other", 3, false));
        Assert.EndsWith("found _ZSt5other.", Refused(library.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_of_two_libraries_is_an_error()
    {
        var library = new SampleLibrary();
        library.Needs.Add(("libother.so", Version, 9, 0));
        Assert.Contains("found 2: libstdc++.so.6, libother.so", Refused(library.Build()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GLIBC_2.38", true)]
    [InlineData("GLIBCXX_3.4.33", true)]
    [InlineData("GLIBC_ABI_DT_RELR", true)]
    [InlineData("GLIBC_2.4", false)]
    [InlineData("GCC_13.0.0", false)]
    public void Another_version_that_supported_systems_lack_is_an_error(string version, bool isTooNew)
    {
        var library = new SampleLibrary();
        library.Needs.Add(("libother.so", version, 9, 0));
        byte[] file = library.Build();
        if (isTooNew) Assert.Contains($"found {version} (libother.so)", Refused(file), StringComparison.Ordinal);
        else Assert.True(MakeWeak(file));
    }

    [Fact]
    public void A_file_of_another_kind_is_an_error()
    {
        Assert.Equal("Expected an ELF file; found none.", Refused([.. "MZ"u8, .. new byte[100]]));
        Assert.Contains("found type 3 for machine 183", Refused(new SampleLibrary { Machine = 183 }.Build()), StringComparison.Ordinal);
        byte[] narrow = new SampleLibrary().Build();
        narrow[4] = 1;
        Assert.Contains("found class 1", Refused(narrow), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_an_error_wherever_it_ends()
    {
        byte[] whole = new SampleLibrary().Build();
        for (int length = 0; length < whole.Length - 16; length++) Refused(whole[..length]);
    }

    [Fact]
    public void TorchSharps_library_in_the_worker_differs_from_the_packages_by_one_flag()
    {
        byte[] original = File.ReadAllBytes(TorchSharp), shipped = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(Built.Worker)!, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
        int at = Assert.Single(Differences(original, shipped));
        Assert.Equal((0, 2), (original[at], shipped[at]));
        Assert.True(MakeWeak(original));
        Assert.Equal(original, shipped);
    }

    [Fact]
    public void The_step_leaves_its_source_alone_and_replaces_a_former_copy()
    {
        string source = Path.Combine(_folder.FullName, "cache", "lib.so"), copy = Path.Combine(_folder.FullName, "obj", "lib.so"), output = Path.Combine(_folder.FullName, "output.so");
        Directory.CreateDirectory(Path.GetDirectoryName(source)!);
        byte[] original = new SampleLibrary().Build();
        File.WriteAllBytes(source, original);
        DateTime written = File.GetLastWriteTimeUtc(source);
        var engine = new RecordingEngine();
        var step = new WeakenVersionNeed { BuildEngine = engine, Source = source, Destination = copy, Version = Version, Symbols = [Marker], NewestVersions = s_newest };
        Assert.True(step.Execute());
        Assert.True(step.Execute());
        Assert.Equal((written, original.Length), (File.GetLastWriteTimeUtc(source), File.ReadAllBytes(source).Length));
        Assert.Equal(original, File.ReadAllBytes(source));
        Assert.Single(Differences(original, File.ReadAllBytes(copy)));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(copy)!));
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void A_refused_library_is_an_error_with_a_code_and_leaves_no_copy()
    {
        string source = Path.Combine(_folder.FullName, "lib.so"), copy = Path.Combine(_folder.FullName, "obj", "lib.so");
        File.WriteAllText(source, "no library");
        var engine = new RecordingEngine();
        Assert.False(new WeakenVersionNeed { BuildEngine = engine, Source = source, Destination = copy, Version = Version, Symbols = [Marker] }.Execute());
        Assert.Equal(("CNN0060", source), (Assert.Single(engine.Errors).Code, engine.Errors[0].File));
        Assert.False(File.Exists(copy));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // The package that the worker was built with, as its own list of dependencies says.
    private static string TorchSharp
    {
        get
        {
            string version = System.Text.RegularExpressions.Regex.Match(File.ReadAllText(Path.ChangeExtension(Built.Worker, ".deps.json")), "\"TorchSharp/([^\"]+)\": \\{").Groups[1].Value;
            return Path.Combine(Built.PackageCache, "torchsharp", version, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        }
    }

    private static bool MakeWeak(byte[] file) => VersionNeed.MakeWeak(file, Version, [Marker], s_newest);

    private static string Refused(byte[] file) => Assert.Throws<UnexpectedLibraryException>(() => MakeWeak(file)).Message;

    private static IEnumerable<int> Differences(byte[] one, byte[] other)
    {
        Assert.Equal(one.Length, other.Length);
        return Enumerable.Range(0, one.Length).Where(i => one[i] != other[i]);
    }
}
