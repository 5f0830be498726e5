using System.Runtime.CompilerServices;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>
/// Where libtorch is looked for. Every process that computes asks this once, so the places that cost a few file look-ups come first, and NuGet's configuration
/// is read only if nothing else has it.
/// </summary>
public static class RuntimePlaces
{
    /// <summary>Names a folder that holds libtorch's libraries, or an unpacked libtorch. It goes before all other places.</summary>
    public const string LibraryVariable = "CNNTOOLS_LIBTORCH";

    /// <summary>Names another folder than <c>cnntools/runtime</c> in the user's folder of local data.</summary>
    public const string FolderVariable = "CNNTOOLS_RUNTIME";

    // The order in which variants are preferred.
    private static readonly string[] s_variants = [LibTorchPlace.Cuda, LibTorchPlace.Cpu];

    /// <summary>The folder that libtorch is installed below.</summary>
    public static string Root => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "cnntools", "runtime");

    /// <summary>The folder of the engine's assemblies.</summary>
    public static string ProgramFolder => Path.GetDirectoryName(typeof(RuntimePlaces).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    /// <summary>True if libtorch is found. A place that is named but wrong counts as found: the error comes from the work.</summary>
    public static bool HasLibTorch
    {
        get
        {
            try
            {
                return Find(ProgramFolder) is not null;
            }
            catch (CnnException)
            {
                return true;
            }
        }
    }

    /// <summary>The folder that a variant is installed in. It is renamed into place when it is complete.</summary>
    internal static string Installed(string variant) => Path.Combine(Root, $"libtorch-{LibTorchFiles.Version}-{variant}");

    /// <summary>Finds libtorch.</summary>
    /// <param name="programFolder">The folder of the assemblies.</param>
    /// <returns>Null if it is nowhere.</returns>
    /// <exception cref="CnnException"><see cref="LibraryVariable"/> names a folder without libtorch (<c>NativeRuntimeMissing</c>) or with another version
    /// (<c>NativeRuntimeMismatch</c>).</exception>
    internal static LibTorchPlace? Find(string programFolder)
    {
        if (Environment.GetEnvironmentVariable(LibraryVariable) is { Length: > 0 } named) return FindNamed(named);
        foreach ((string source, string folder) in CheapPlaces(programFolder))
            if (LibTorchFiles.IsComplete(folder)) return new LibTorchPlace(source, folder, LibTorchFiles.FindVariant(folder));
        return ConfiguredPackages().Where(LibTorchFiles.IsComplete).Select(static folder => new LibTorchPlace("Package", folder, LibTorchFiles.FindVariant(folder))).FirstOrDefault();
    }

    /// <summary>TorchSharp's library over libtorch.</summary>
    /// <param name="folder">The folder of TorchSharp's assembly.</param>
    internal static string FindTorchSharp(string folder)
    {
        string name = LibTorchPlace.FileName("LibTorchSharp");
        string beside = Path.Combine(folder, "runtimes", LibTorchFiles.SystemName ?? "", "native", name);
        return File.Exists(beside) ? beside : Path.Combine(folder, name);
    }

    /// <summary>Every place, the first one first.</summary>
    /// <param name="programFolder">The folder of the assemblies.</param>
    public static IReadOnlyList<CnnRuntimeInfo> List(string programFolder)
    {
        var places = new List<(string Source, string Folder)>();
        if (Environment.GetEnvironmentVariable(LibraryVariable) is { Length: > 0 } named)
        {
            string folder = Path.GetFullPath(named);
            places.Add(("Variable", LibTorchFiles.FindLibraries(folder) ?? folder));
        }

        places.AddRange(CheapPlaces(programFolder));
        places.AddRange(ConfiguredPackages().Select(static folder => ("Package", folder)));
        places = [.. places.DistinctBy(static place => place.Folder)];
        // The place that the variable names is used, or its error is shown; no other is tried.
        int inUse = places.FindIndex(static place => place.Source == "Variable" || LibTorchFiles.IsComplete(place.Folder));
        return [.. places.Select((place, index) => Describe(place.Source, place.Folder, index == inUse))];
    }

    /// <summary>What is known about a place.</summary>
    internal static CnnRuntimeInfo Describe(string source, string folder, bool inUse)
    {
        bool available = LibTorchFiles.IsComplete(folder);
        return new()
        {
            Source = source,
            Path = folder,
            Available = available,
            InUse = inUse && available,
            LibTorch = available ? LibTorchFiles.FindVersion(folder) : null,
            Variant = available ? LibTorchFiles.FindVariant(folder) : null,
        };
    }

    private static LibTorchPlace FindNamed(string named)
    {
        string folder = Path.GetFullPath(named);
        string libraries = LibTorchFiles.FindLibraries(folder) ?? throw RuntimeErrors.NamedMissing(LibraryVariable, folder);
        if (LibTorchFiles.FindVersion(libraries) is { } version && version != LibTorchFiles.Version) throw RuntimeErrors.NamedMismatch(LibraryVariable, libraries, version);
        return new LibTorchPlace("Variable", libraries, LibTorchFiles.FindVariant(libraries));
    }

    private static IEnumerable<(string Source, string Folder)> CheapPlaces(string programFolder)
    {
        string root = Root;
        foreach (string variant in s_variants) yield return ("Installed", Path.Combine(root, $"libtorch-{LibTorchFiles.Version}-{variant}"));
        yield return ("Program", programFolder);
        if (LibTorchFiles.SystemName is not { } system) yield break;
        yield return ("Program", Path.Combine(programFolder, "runtimes", system, "native"));
        // A package of that number is the same in any folder: the usual one is tried before the configuration is read.
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".nuget", "packages");
        yield return ("Package", PackageFolder(packages, system));
    }

    private static IEnumerable<string> ConfiguredPackages() => LibTorchFiles.SystemName is { } system ? ReadConfiguration().Select(packages => PackageFolder(packages, system)) : [];

    // Apart, so that NuGet's assemblies are loaded only when this is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<string> ReadConfiguration() => NuGetFolders.Find(Environment.CurrentDirectory);

    private static string PackageFolder(string packages, string system) => Path.Combine(packages, $"libtorch-cpu-{system}", LibTorchFiles.Version, "runtimes", system, "native");
}
