using System.Text;
using System.Text.RegularExpressions;

namespace CnnTools.Torch.Interop;

// Explains a library that does not load: what was tried, what the loader said, which libtorch is there and which is needed, what to do.
internal static partial class LoadDiagnosis
{
    internal const string InstallCommand = "apt-get install --no-install-recommends libtorch-dev libopenblas0-openmp libjpeg62-turbo libpng16-16";

    // Written by native/CMakeLists.txt beside the library: the libtorch it was built against.
    private const string BuildFile = "libcnntorch.build";

    public static LibTorchLoadException Explain(IReadOnlyList<LibraryAttempt> attempts)
    {
        var failed = attempts.FirstOrDefault(attempt => attempt.Error != "no such file");
        var needed = failed is null ? string.Empty : NeededVersion(failed.Path);
        var found = FoundVersion();
        var text = new StringBuilder();
        text.Append("libcnntorch could not be loaded.");
        foreach (var attempt in attempts) text.Append("\n  tried ").Append(attempt.Path).Append(": ").Append(attempt.Error);
        text.Append("\n  libtorch needed: ").Append(needed.Length > 0 ? needed : "1.13 or later");
        text.Append("; found: ").Append(found.Length > 0 ? found : "none in the usual places").Append('.');
        text.Append("\n  ").Append(Advice(failed, needed, found));
        return new LibTorchLoadException(text.ToString(), attempts.Select(attempt => attempt.Path).ToList(), failed?.Error ?? string.Empty, found, needed);
    }

    public static LibTorchLoadException WrongInterface(string path, int found, int needed) =>
        new($"{path} has interface version {found}, this assembly needs {needed}: the two come from different builds. Build again (dotnet build), or remove the old file.",
            [path], "interface version mismatch", string.Empty, string.Empty);

    public static LibTorchLoadException WrongLibTorch(string path, string built, string running) =>
        new($"{path} was built against libtorch {built}, but libtorch {running} was loaded. Build again against the libtorch that is installed (dotnet build), "
            + "or put the libtorch it was built against first in LD_LIBRARY_PATH.", [path], "libtorch version mismatch", running, built);

    private static string Advice(LibraryAttempt? failed, string needed, string found)
    {
        if (failed is null)
            return $"Build the native library (dotnet build of CnnTools.Torch), or name its folder in the environment variable {NativeLoader.PathVariable}.";
        if (failed.Error.Contains("undefined symbol", StringComparison.Ordinal) || (found.Length > 0 && needed.Length > 0 && found != needed))
            return "The library and the libtorch found do not belong together: build again against the installed one (dotnet build).";
        return MissingLibrary().Match(failed.Error) is { Success: true } missing
            ? $"{missing.Groups[1].Value} is missing. Install what it belongs to: {InstallCommand}"
            : $"Install what it depends on: {InstallCommand}";
    }

    private static string NeededVersion(string library)
    {
        var file = Path.Combine(Path.GetDirectoryName(library) ?? ".", BuildFile);
        if (!File.Exists(file)) return string.Empty;
        return File.ReadLines(file).FirstOrDefault(line => line.StartsWith("libtorch=", StringComparison.Ordinal))?["libtorch=".Length..] ?? string.Empty;
    }

    private static string FoundVersion()
    {
        var named = Environment.GetEnvironmentVariable("CNNTOOLS_LIBTORCH");
        string[] folders =
        [
            .. string.IsNullOrEmpty(named) ? Array.Empty<string>() : [Path.Combine(named, "share", "cmake", "Torch")],
            "/usr/lib/x86_64-linux-gnu/cmake/Torch", "/usr/lib/aarch64-linux-gnu/cmake/Torch", "/usr/lib/cmake/Torch", "/usr/share/cmake/Torch",
            "/usr/local/share/cmake/Torch"
        ];
        foreach (var file in folders.Select(folder => Path.Combine(folder, "TorchConfigVersion.cmake")).Where(File.Exists))
            if (PackageVersion().Match(File.ReadAllText(file)) is { Success: true } version)
                return version.Groups[1].Value;
        return string.Empty;
    }

    [GeneratedRegex("PACKAGE_VERSION \"([0-9.]+)")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"(\S+\.so\S*): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
