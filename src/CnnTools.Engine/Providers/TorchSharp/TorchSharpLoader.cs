using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CnnTools.Torch.Interop;
using TorchSharp;

namespace CnnTools.Engine.Devices;

/// <summary>Loads the package's libraries, and says precisely what is wrong where that fails.</summary>
internal static partial class TorchSharpLoader
{
    private static readonly Lazy<bool> s_loaded = new(static () =>
    {
        Start();
        return true;
    });

    /// <summary>Loads libtorch once.</summary>
    /// <exception cref="CnnException">It cannot be loaded: id <c>NativeRuntimeMissing</c>.</exception>
    public static void Load() => _ = s_loaded.Value;

    private static void Start()
    {
        string library = Path.Combine(Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? ".", "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libLibTorchSharp.so");
        OpenMpWaiting.ShortenSpin();
        try
        {
            // Where the package's library does not load, TorchSharp would copy half a gigabyte beside itself, try again and print its trace, without the loader's words.
            if (OperatingSystem.IsLinux() && File.Exists(library)) NativeLibrary.Load(library);
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception failed) when (failed is NotSupportedException or DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            Exception cause = failed is TypeInitializationException { InnerException: { } inner } ? inner : failed;
            string words = LoaderWords(cause.Message);
            throw new CnnException(
                "NativeRuntimeMissing", CnnErrorCategory.ResourceUnavailable, $"The libtorch of the TorchSharp package could not be loaded on {RuntimeInformation.RuntimeIdentifier}: {words}. {Advice(words)}", null, failed);
        }
    }

    private static string Advice(string words) =>
        NewerRuntime().Match(words) is { Success: true } version
            ? $"The package was built for a newer system: expected {version.Value}, which this system's C++ runtime does not have (TorchSharp 0.107 needs that of Debian 13 or Ubuntu 24.04). Build with -p:TorchProvider=System."
            : "Build on this system with -p:TorchProvider=TorchSharp, which brings the package libtorch-cpu-SYSTEM-PROCESSOR where there is one, or with -p:TorchProvider=System.";

    // .NET wraps the loader's one useful line in general advice, and the package in the story of all it tried.
    private static string LoaderWords(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (lines.FirstOrDefault(static line => !line.StartsWith("Unable to load shared library", StringComparison.Ordinal)) ?? message).TrimEnd('.');
    }

    [GeneratedRegex(@"(GLIBCXX|CXXABI|GLIBC)_[0-9.]+")]
    private static partial Regex NewerRuntime();
}
