using System.IO.Compression;
using System.Security.Cryptography;
using CnnTools.Core.Hardware.Runtime;

namespace CnnTools.Engine.Tests.Devices;

/// <summary>Environment variables belong to the whole process: the tests of this collection run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RuntimeVariables
{
    public const string Name = "Sets the variables of the runtime";
}

/// <summary>A user's folders of their own, and small packages laid out like those of libtorch.</summary>
public sealed class RuntimeSandbox : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    public RuntimeSandbox()
    {
        Set(RuntimePlaces.LibraryVariable, null);
        Set(RuntimePlaces.FolderVariable, Runtime);
        Set("NUGET_PACKAGES", PathOf("packages"));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("cnntools-tests-").FullName;

    public string Runtime => PathOf("runtime");

    public string Feed => Directory.CreateDirectory(PathOf("feed")).FullName;

    public static string Rid => LibTorchFiles.SystemName!;

    public static string Cpu => $"libtorch-cpu-{Rid}";

    public static string Cuda => $"libtorch-cuda-12.8-{Rid}";

    public static string[] Names { get; } = [.. ((string[])["c10", "torch_cpu", "torch"]).Select(LibTorchPlace.FileName)];

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    public void Set(string variable, string? value)
    {
        _before.TryAdd(variable, Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, value);
    }

    /// <summary>A folder that looks like libtorch.</summary>
    public string Libraries(string relative, string? version = null, bool cuda = false)
    {
        string folder = Directory.CreateDirectory(PathOf(relative)).FullName;
        foreach (string name in Names) File.WriteAllText(Path.Combine(folder, name), name);
        if (cuda) File.WriteAllText(Path.Combine(folder, LibTorchPlace.FileName("torch_cuda")), "cuda");
        if (version is not null) File.WriteAllText(Path.Combine(folder, "build-version"), version);
        return folder;
    }

    /// <summary>Writes a package into the feed.</summary>
    public string Pack(string id, IEnumerable<(string Path, byte[] Content)> files, IEnumerable<string>? dependencies = null, string version = "2.10.0")
    {
        string path = Path.Combine(Feed, $"{id}.{version}.nupkg");
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        string list = string.Concat((dependencies ?? []).Select(part => $"<dependency id='{part}' version='{version}' />"));
        Add(zip, id + ".nuspec", System.Text.Encoding.UTF8.GetBytes($"<package xmlns='http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd'><metadata><id>{id}</id><version>{version}</version><authors>x</authors><description>x</description><dependencies><group targetFramework='.NETStandard2.0'>{list}</group></dependencies></metadata></package>"));
        foreach ((string name, byte[] content) in files) Add(zip, name, content);
        return path;
    }

    /// <summary>The package for the CPU.</summary>
    public string PackCpu(int size = 1000) => Pack(Cpu,
    [
        .. Names.Select(name => ($"runtimes/{Rid}/native/{name}", Bytes(name, size))),
        ($"runtimes/{Rid}/native/{LibTorchPlace.FileName("torch_python")}", Bytes("python", size)),
        ("LICENSE-LIBTORCH.txt", "license"u8.ToArray()),
    ]);

    /// <summary>The packages with CUDA, laid out as dotnet/TorchSharp's pkg/ has them: one library split over three packages.</summary>
    public byte[] PackCuda(bool withoutLastFragment = false, bool damaged = false)
    {
        byte[] whole = Bytes("cuda", 3000);
        string name = LibTorchPlace.FileName("torch_cuda"), folder = $"runtimes/{Rid}/native/";
        string hash = Convert.ToHexStringLower(SHA256.HashData(whole));
        byte[] last = whole[2000..];
        if (damaged) last[0]++;
        Pack(Cuda + "-part1", Names.Select(library => (folder + library, Bytes(library, 100))));
        Pack(Cuda + "-part2-primary", [(folder + name, whole[..1000]), (folder + name + ".sha", System.Text.Encoding.ASCII.GetBytes(hash))]);
        Pack(Cuda + "-part2-fragment1", [($"fragments/{Rid}/native/{name}.fragment1", whole[1000..2000])]);
        Pack(Cuda + "-part2-fragment2", withoutLastFragment ? [] : [($"fragments/{Rid}/native/{name}.fragment2", last)]);
        Pack(Cuda, [("LICENSE-LIBTORCH.txt", "license"u8.ToArray())], [Cuda + "-part1", Cuda + "-part2-primary", Cuda + "-part2-fragment1", Cuda + "-part2-fragment2"]);
        return whole;
    }

    /// <summary>NuGet's configuration for this sandbox alone.</summary>
    public void Configure(string sources, string more = "") => File.WriteAllText(PathOf("NuGet.Config"), $"<configuration><packageSources><clear />{sources}</packageSources>{more}</configuration>");

    public static byte[] Bytes(string seed, int size)
    {
        byte[] bytes = new byte[size];
        new Random(seed.Sum(static letter => letter)).NextBytes(bytes);
        return bytes;
    }

    public void Dispose()
    {
        foreach ((string variable, string? value) in _before) Environment.SetEnvironmentVariable(variable, value);
        Directory.Delete(Folder, recursive: true);
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using Stream stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        stream.Write(content);
    }
}
