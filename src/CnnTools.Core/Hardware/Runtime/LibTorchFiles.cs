using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>What a folder with libtorch looks like: its libraries, its variant, its version.</summary>
internal static partial class LibTorchFiles
{
    /// <summary>The version that TorchSharp was built against. Another one has other symbols.</summary>
    public const string Version = "2.10.0";

    /// <summary>The file that holds the version, with the variant after a plus sign, as libtorch's own archives have it: <c>2.10.0+cpu</c>.</summary>
    public const string VersionFile = "build-version";

    // Without these nothing computes.
    private static readonly string[] s_required = ["c10", "torch_cpu", "torch"];

    // Parts of PyTorch's Python package and its tests. They are a tenth of the bytes, and nothing here loads them.
    private static readonly string[] s_unneeded = ["torch_python", "shm", "nnapi_backend", "aoti_custom_ops", "backend_with_compiler", "jitbackend_test", "torchbind_test", "c10d_cuda_test"];

    /// <summary>This system as packages name it; null if there is no libtorch for it.</summary>
    public static string? SystemName { get; } = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsLinux() ? "linux" : "", RuntimeInformation.ProcessArchitecture) switch
    {
        ("linux", Architecture.X64) => "linux-x64",
        ("win", Architecture.X64) => "win-x64",
        ("win", Architecture.Arm64) => "win-arm64",
        ("osx", Architecture.Arm64) => "osx-arm64",
        _ => null,
    };

    /// <summary>True if there is a libtorch with CUDA for this system.</summary>
    public static bool SystemHasCuda => SystemName is "linux-x64" or "win-x64";

    /// <summary>The folder of the libraries: the folder itself, or <c>lib</c> below it.</summary>
    /// <param name="folder">A folder, which need not exist.</param>
    /// <returns>Null if neither holds libtorch.</returns>
    public static string? FindLibraries(string folder)
    {
        if (IsComplete(folder)) return folder;
        string below = Path.Combine(folder, "lib");
        return IsComplete(below) ? below : null;
    }

    /// <summary>True if every library is there that libtorch cannot do without.</summary>
    public static bool IsComplete(string folder) => FindMissing(folder) is null;

    /// <summary>The first file that is missing; null if nothing is.</summary>
    public static string? FindMissing(string folder)
    {
        foreach (string name in s_required)
            if (LibTorchPlace.FileName(name) is var file && !File.Exists(Path.Combine(folder, file))) return file;
        return null;
    }

    /// <summary>The variant in a folder.</summary>
    public static string FindVariant(string folder) => File.Exists(Path.Combine(folder, LibTorchPlace.FileName("torch_cuda"))) ? LibTorchPlace.Cuda : LibTorchPlace.Cpu;

    /// <summary>The version in a folder of libraries: from the file <c>build-version</c> or PyTorch's <c>version.py</c> in it or beside it, else from a number
    /// in its path, as NuGet's folders have one.</summary>
    /// <returns>Null if nothing tells it.</returns>
    public static string? FindVersion(string folder)
    {
        string? parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder));
        foreach (string? place in (string?[])[folder, parent])
        {
            if (place is null) continue;
            if (ReadFirst(Path.Combine(place, VersionFile), VersionText()) is { } version) return version;
            if (ReadFirst(Path.Combine(place, "version.py"), PythonVersion()) is { } python) return python;
        }

        // …/libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native, …/libtorch-2.10.0-cpu
        return PathVersion().Matches(folder.Replace('\\', '/')) is { Count: > 0 } matches ? matches[^1].Groups["version"].Value : null;
    }

    /// <summary>True if a library in a package is one that is loaded.</summary>
    public static bool IsNeeded(string fileName)
    {
        string name = fileName.StartsWith("lib", StringComparison.Ordinal) && !OperatingSystem.IsWindows() ? fileName[3..] : fileName;
        return !s_unneeded.Contains(name.Split('.')[0], StringComparer.Ordinal);
    }

    private static string? ReadFirst(string path, Regex pattern) =>
        File.Exists(path) && pattern.Match(File.ReadAllText(path)) is { Success: true } match ? match.Groups["version"].Value : null;

    [GeneratedRegex(@"(?<version>\d+\.\d+\.\d+)")]
    private static partial Regex VersionText();

    [GeneratedRegex(@"__version__\s*=\s*['""](?<version>\d+\.\d+\.\d+)")]
    private static partial Regex PythonVersion();

    [GeneratedRegex(@"(?:libtorch[^/]*[-/])(?<version>\d+\.\d+\.\d+)(?=$|[-+/])")]
    private static partial Regex PathVersion();
}
