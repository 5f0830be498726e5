using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnTools.Torch.Interop;

// Finds and loads libcnntorch, and says precisely what is wrong where that fails.
internal static class NativeLoader
{
    // Names the library or its folder, and goes before every other place.
    internal const string PathVariable = "CNNTOOLS_NATIVE";

    // Names another folder than cnntools/runtime in the user's folder of local data for what Install-CnnRuntime installs.
    internal const string RuntimeVariable = "CNNTOOLS_RUNTIME";

    private static readonly Lock Gate = new();
    private static nint s_handle;
    private static string s_path = string.Empty;

    internal static string LoadedPath => s_path;

    internal static string FileName =>
        OperatingSystem.IsWindows() ? "cnntorch.dll" : OperatingSystem.IsMacOS() ? "libcnntorch.dylib" : "libcnntorch.so";

    // The resolver belongs to the assembly, not to its load context: it also works in a context that resolves nothing native itself.
#pragma warning disable CA2255 // A resolver must be there before the first native call, wherever in the assembly that is.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath) =>
        libraryName == NativeMethods.Library ? Load() : 0;

    internal static nint Load()
    {
        lock (Gate)
        {
            if (s_handle != 0) return s_handle;
            OpenMpWaiting.ShortenSpin();
            (s_handle, s_path) = LoadFirst(Candidates());
            return s_handle;
        }
    }

    internal static IReadOnlyList<string> Candidates()
    {
        var paths = new List<string>();
        var named = Environment.GetEnvironmentVariable(PathVariable);
        if (!string.IsNullOrEmpty(named)) paths.Add(Directory.Exists(named) ? Path.Combine(named, FileName) : named);
        // What the user installed goes before what came with the program: it was asked for.
        var installed = Path.Combine(RuntimeFolder(), FileName);
        if (File.Exists(installed)) paths.Add(installed);
        var location = typeof(NativeLoader).Assembly.Location;
        if (location.Length > 0) AddFolder(Path.GetDirectoryName(location)!);
        AddFolder(AppContext.BaseDirectory);
        return paths.Distinct(StringComparer.Ordinal).ToList();

        void AddFolder(string folder)
        {
            paths.Add(Path.Combine(folder, FileName));
            paths.Add(Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName));
        }
    }

    // The engine's RuntimePlaces follows the same rule.
    private static string RuntimeFolder()
    {
        var root = Environment.GetEnvironmentVariable(RuntimeVariable) is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "cnntools", "runtime");
        return Path.Combine(root, typeof(NativeLoader).Assembly.GetName().Version!.ToString(3));
    }

    internal static (nint Handle, string Path) LoadFirst(IReadOnlyList<string> candidates)
    {
        var attempts = new List<LibraryAttempt>();
        foreach (var path in candidates)
        {
            if (!File.Exists(path))
            {
                attempts.Add(new LibraryAttempt(path, "no such file"));
                continue;
            }
            nint handle;
            try
            {
                handle = NativeLibrary.Load(path);
            }
            catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
            {
                attempts.Add(new LibraryAttempt(path, LoaderMessage(exception.Message)));
                // A file that is there and does not load is the reason; another copy elsewhere would only hide it.
                break;
            }
            CheckVersions(handle, path);
            return (handle, path);
        }
        throw LoadDiagnosis.Explain(attempts);
    }

    // .NET wraps the loader's one useful line in general advice.
    private static string LoaderMessage(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var useful = lines.Where(line => !line.StartsWith("Unable to load shared library", StringComparison.Ordinal)).ToArray();
        return string.Join("; ", useful.Length > 0 ? useful : lines);
    }

    private static unsafe void CheckVersions(nint handle, string path)
    {
        var abi = NativeLibrary.TryGetExport(handle, "cnn_abi_version", out var export) ? ((delegate* unmanaged<int>)export)() : 0;
        if (abi != NativeMethods.AbiVersion)
            throw LoadDiagnosis.WrongInterface(path, abi, NativeMethods.AbiVersion);
        var built = VersionText(handle, "cnn_build_torch_version");
        var running = VersionText(handle, "cnn_runtime_torch_version");
        // libtorch keeps its C++ interface within a minor version only.
        if (running.Length > 0 && MajorMinor(built) != MajorMinor(running)) throw LoadDiagnosis.WrongLibTorch(path, built, running);
    }

    private static unsafe string VersionText(nint handle, string export) =>
        NativeLibrary.TryGetExport(handle, export, out var function) ? NativeError.Text(((delegate* unmanaged<nint>)function)()) : string.Empty;

    private static string MajorMinor(string version) => string.Join('.', version.Split('.').Take(2));
}

// One place that was tried, and what came of it.
internal sealed record LibraryAttempt(string Path, string Error);
