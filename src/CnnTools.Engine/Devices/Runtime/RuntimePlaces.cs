namespace CnnTools.Engine.Devices.Runtime;

/// <summary>Where the native library is looked for, in order. The loader itself (<c>NativeLoader</c>) follows the same rules.</summary>
public static class RuntimePlaces
{
    /// <summary>Names another folder than <c>cnntools/runtime</c> in the user's folder of local data.</summary>
    public const string FolderVariable = "CNNTOOLS_RUNTIME";

    private const string LibraryVariable = "CNNTOOLS_NATIVE";

    /// <summary>The name of the library's file.</summary>
    internal static string FileName => OperatingSystem.IsWindows() ? "cnntorch.dll" : OperatingSystem.IsMacOS() ? "libcnntorch.dylib" : "libcnntorch.so";

    /// <summary>The folder that <c>Install-CnnRuntime</c> installs below.</summary>
    public static string Root => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "cnntools", "runtime");

    /// <summary>The folder of the library for this version of CnnTools. Another version may need another interface.</summary>
    public static string Installed => Path.Combine(Root, typeof(RuntimePlaces).Assembly.GetName().Version!.ToString(3));

    /// <summary>Finds libtorch.</summary>
    /// <param name="programFolder">The folder of the assemblies.</param>
    /// <returns>Null if it is nowhere.</returns>
    internal static LibTorchPlace? Find(string programFolder)
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string rid = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        (string Source, string Folder)[] places =
        [
            ("Variable", Environment.GetEnvironmentVariable("CNNTOOLS_LIBTORCH") ?? ""),
            ("Program", programFolder),
            ("Program", Path.Combine(programFolder, "runtimes", rid, "native")),
            ("Package", Path.Combine(packages, $"libtorch-cpu-{rid}", Torch.TorchRuntime.Version, "runtimes", rid, "native")),
        ];
        foreach ((string source, string folder) in places)
            if (folder.Length > 0 && File.Exists(Path.Combine(folder, LibTorchPlace.FileName("torch_cpu"))))
                return new LibTorchPlace(source, folder, File.Exists(Path.Combine(folder, LibTorchPlace.FileName("torch_cuda"))) ? "cuda-12.8" : LibTorchPlace.Cpu);
        return null;
    }

    /// <summary>TorchSharp's library over libtorch.</summary>
    /// <param name="folder">The folder of TorchSharp's assembly.</param>
    internal static string FindTorchSharp(string folder)
    {
        string name = LibTorchPlace.FileName("LibTorchSharp");
        string beside = Path.Combine(folder, "runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "native", name);
        return File.Exists(beside) ? beside : Path.Combine(folder, name);
    }

    /// <summary>Every place, the first one first.</summary>
    /// <param name="programFolder">The folder of the assemblies.</param>
    public static IReadOnlyList<CnnRuntimeInfo> List(string programFolder)
    {
        var places = new List<(string Source, string Path)>();
        if (Environment.GetEnvironmentVariable(LibraryVariable) is { Length: > 0 } named)
            places.Add(("Variable", Path.GetFullPath(Directory.Exists(named) ? Path.Combine(named, FileName) : named)));
        places.Add(("Installed", Path.Combine(Installed, FileName)));
        places.Add(("Module", Path.Combine(programFolder, FileName)));
        int inUse = places.FindIndex(place => File.Exists(place.Path));
        return [.. places.Select((place, index) => Describe(place.Source, place.Path, index == inUse))];
    }

    /// <summary>What the file beside a library says about the libtorch it was built against.</summary>
    internal static CnnRuntimeInfo Describe(string source, string path, bool inUse)
    {
        string record = Path.Combine(Path.GetDirectoryName(path)!, "libcnntorch.build");
        Dictionary<string, string> values = File.Exists(record)
            ? File.ReadAllLines(record).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1])
            : [];
        string? torch = values.GetValueOrDefault("library");
        return new()
        {
            Source = source,
            Path = path,
            Available = File.Exists(path) && (torch is null || File.Exists(torch)),
            InUse = inUse,
            LibTorch = values.GetValueOrDefault("libtorch"),
            LibTorchPath = torch is null ? null : Path.GetDirectoryName(torch),
        };
    }
}
