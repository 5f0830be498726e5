using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace CnnTools.Build;

/// <summary>
/// What identifies the worker, whatever path or date its files have: the contents of all that it loads. Half a gigabyte of libtorch is not read: the worker's
/// own runtimeconfig.json
/// names the version that it uses, and of a libtorch that the user names, names and sizes of its libraries count.
/// </summary>
internal static class WorkerFingerprint
{
    private const string LibTorchVariable = "CNNTOOLS_LIBTORCH";

    // Every step of every model asks. A file is read again where its size or date differs.
    private static readonly ConcurrentDictionary<string, (string Facts, string Hash)> s_known = new(StringComparer.Ordinal);

    /// <summary>Computes the fingerprint.</summary>
    /// <param name="workerPath">Path of CnnTools.Worker.dll.</param>
    public static string Of(string workerPath) => Of(workerPath, Environment.GetEnvironmentVariable(LibTorchVariable));

    /// <summary>Computes the fingerprint.</summary>
    /// <param name="workerPath">Path of CnnTools.Worker.dll.</param>
    /// <param name="libTorch">The folder of libtorch's libraries that the user names; null or empty for the one that belongs to the worker.</param>
    public static string Of(string workerPath, string? libTorch)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(workerPath))!;
        IEnumerable<string> own = Files(folder).OrderBy(static file => file, StringComparer.Ordinal).Select(file => $"{file.Substring(folder.Length + 1).Replace('\\', '/')} {HashOf(file)}");
        return ContentHash.OfLines(own.Concat(LibrariesOf(libTorch)));
    }

    // Assemblies, lists of dependencies and settings lie beside the worker; libraries too, or in the folder of the system. Those of other systems are not
    // loaded.
    private static IEnumerable<string> Files(string folder)
    {
        string native = Path.Combine(folder, "runtimes");
        IEnumerable<string> folders = Directory.Exists(native) ? Directory.EnumerateDirectories(native).Where(static path => IsOwnSystem(Path.GetFileName(path))) : [];
        return Directory.EnumerateFiles(folder).Where(IsProgram).Concat(folders.SelectMany(static path => Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)));
    }

    private static bool IsProgram(string file) => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || IsLibrary(file);

    private static bool IsLibrary(string file) => Path.GetExtension(file).ToLowerInvariant() is ".dll" or ".so" or ".dylib" || Path.GetFileName(file).Contains(".so.");

    // SkiaSharp has one library for both processors of macOS.
    private static bool IsOwnSystem(string runtime)
    {
        string system = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" : "linux";
        return runtime == system || runtime == $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }

    // The folder of the libraries, or an unpacked libtorch, which has them in lib/.
    private static IEnumerable<string> LibrariesOf(string? folder) => string.IsNullOrEmpty(folder)
        ? []
        : ((string[])[folder!, Path.Combine(folder, "lib")]).Where(Directory.Exists).SelectMany(static path => new DirectoryInfo(path).EnumerateFiles()).Where(static file => IsLibrary(file.Name))
            .OrderBy(static file => file.Name, StringComparer.Ordinal).Select(static file => FormattableString.Invariant($"libtorch {file.Name} {file.Length}"));

    private static string HashOf(string file)
    {
        var info = new FileInfo(file);
        string facts = FormattableString.Invariant($"{info.Length} {info.LastWriteTimeUtc.Ticks}");
        if (s_known.TryGetValue(file, out (string Facts, string Hash) known) && known.Facts == facts) return known.Hash;
        string hash = ContentHash.OfFile(file);
        s_known[file] = (facts, hash);
        return hash;
    }
}
