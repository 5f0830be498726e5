using System.Text.Json;

namespace CnnTools.Build.Tests.Layout;

/// <summary>Checks that the libraries of a program lie where the loader looks.</summary>
internal static class Layout
{
    /// <summary>The native libraries of a program for all systems.</summary>
    public static readonly string[] AllNatives =
    [
        "runtimes/linux-x64/native/libLibTorchSharp.so", "runtimes/linux-x64/native/libSkiaSharp.so", "runtimes/linux-x64/native/libonnxruntime.so",
        "runtimes/osx-arm64/native/libLibTorchSharp.dylib", "runtimes/osx-arm64/native/libonnxruntime.dylib", "runtimes/osx/native/libSkiaSharp.dylib",
        "runtimes/win-arm64/native/LibTorchSharp.dll", "runtimes/win-arm64/native/libSkiaSharp.dll", "runtimes/win-arm64/native/onnxruntime.dll",
        "runtimes/win-x64/native/LibTorchSharp.dll", "runtimes/win-x64/native/libSkiaSharp.dll", "runtimes/win-x64/native/onnxruntime.dll",
    ];

    /// <summary>The assemblies that have a variant for one system: NuGet's client checks signatures with one of them.</summary>
    private static readonly string[] s_variants = ["runtimes/win/lib/net8.0/System.Security.Cryptography.Pkcs.dll"];

    /// <summary>The native libraries of a program for one system, which lie beside it.</summary>
    public static string[] NativesOf(string runtime) => runtime switch
    {
        "linux-x64" => ["libLibTorchSharp.so", "libSkiaSharp.so", "libonnxruntime.so"],
        "osx-arm64" => ["libLibTorchSharp.dylib", "libSkiaSharp.dylib", "libonnxruntime.dylib"],
        _ => ["LibTorchSharp.dll", "libSkiaSharp.dll", "onnxruntime.dll"],
    };

    /// <summary>Checks a program that runs on all systems.</summary>
    /// <param name="files">Its files, relative to its folder, with slashes.</param>
    /// <param name="dependencies">The content of its file of dependencies.</param>
    /// <param name="elsewhere">Assemblies that the file of dependencies names and that are loaded from another folder.</param>
    public static void CheckPortable(IReadOnlyCollection<string> files, string dependencies, params string[] elsewhere)
    {
        Assert.Equal(AllNatives.Concat(s_variants), files.Where(static file => file.StartsWith("runtimes/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        CheckComplete(files, dependencies, elsewhere);
        CheckWithoutLibTorch(files);
    }

    /// <summary>Checks a program for one system.</summary>
    public static void CheckPublished(string runtime, IReadOnlyCollection<string> files, string dependencies)
    {
        Assert.DoesNotContain(files, static file => file.Contains("runtimes/", StringComparison.Ordinal));
        string[] natives = NativesOf(runtime);
        Assert.Equal(natives, files.Where(static file => file.Contains("TorchSharp", StringComparison.Ordinal) || file.Contains("SkiaSharp", StringComparison.Ordinal) || file.Contains("onnxruntime", StringComparison.Ordinal)).Except(["TorchSharp.dll", "SkiaSharp.dll"]).Order(StringComparer.Ordinal));
        Assert.All(natives, native => Assert.Contains($"/{native}\"", dependencies, StringComparison.Ordinal));
        CheckComplete(files, dependencies);
        CheckWithoutLibTorch(files);
    }

    /// <summary>The files of a folder, relative to it, with slashes.</summary>
    public static string[] FilesOf(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))];

    // Assemblies and libraries of one system lie beside the program, those of one among several where the package has them.
    private static void CheckComplete(IReadOnlyCollection<string> files, string dependencies, params string[] elsewhere)
    {
        using JsonDocument document = JsonDocument.Parse(dependencies);
        JsonElement root = document.RootElement;
        string[] assets = [.. root.GetProperty("targets").GetProperty(root.GetProperty("runtimeTarget").GetProperty("name").GetString()!).EnumerateObject().SelectMany(static library =>
            ((string[])["runtime", "native"]).SelectMany(kind => Names(library.Value, kind).Select(static name => name[(name.LastIndexOf('/') + 1)..])).Concat(Names(library.Value, "runtimeTargets")))];
        Assert.Contains("TorchSharp.dll", assets);
        Assert.Contains("SkiaSharp.dll", assets);
        Assert.Contains("Microsoft.ML.OnnxRuntime.dll", assets);
        Assert.Equal([], assets.Except(files).Except(elsewhere));
        // What is not listed is not found.
        Assert.Equal([], files.Where(static file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Except(assets));
    }

    // Half a gigabyte that is found in the folder of packages, or where it was installed.
    private static void CheckWithoutLibTorch(IReadOnlyCollection<string> files) =>
        Assert.DoesNotContain(files, static file => Path.GetFileName(file) is { } name && (name.Contains("torch_cpu", StringComparison.Ordinal) || name.Contains("libc10", StringComparison.Ordinal) || name is "c10.dll" || name.EndsWith(".pdb", StringComparison.Ordinal) && !name.StartsWith("CnnTools.", StringComparison.Ordinal)));

    private static string[] Names(JsonElement library, string kind) => library.TryGetProperty(kind, out JsonElement assets) ? [.. assets.EnumerateObject().Select(static asset => asset.Name)] : [];
}
