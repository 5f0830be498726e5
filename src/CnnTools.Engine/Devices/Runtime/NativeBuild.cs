using System.ComponentModel;
using System.Diagnostics;

namespace CnnTools.Engine.Devices.Runtime;

/// <summary>Builds the native library with CMake against a libtorch.</summary>
internal static class NativeBuild
{
    private const string Advice = "On Debian and Ubuntu: apt-get install --no-install-recommends cmake g++ libjpeg62-turbo-dev libpng-dev";

    /// <summary>Builds.</summary>
    /// <param name="source">The folder of the sources.</param>
    /// <param name="build">The folder to build in; created.</param>
    /// <param name="libTorch">Folder of libtorch; null takes the system's.</param>
    /// <param name="message">Gets what the tools print.</param>
    /// <param name="cancellation">Ends the tools.</param>
    /// <returns>The folder that holds the library and the record of what it was built against.</returns>
    /// <exception cref="CnnException"><c>RuntimeToolMissing</c>, <c>RuntimeNotFound</c> or <c>RuntimeInstallFailed</c>.</exception>
    public static string Run(string source, string build, string? libTorch, Action<string>? message, CancellationToken cancellation)
    {
        Directory.CreateDirectory(build);
        (int status, string text) = Tool(message, cancellation, "-S", source, "-B", build, "-DCMAKE_BUILD_TYPE=Release", $"-DLibTorchPath={libTorch}");
        if (status != 0)
        {
            if (text.Contains("CNN0003", StringComparison.Ordinal)) throw RuntimeErrors.NotFound("No libtorch was found on this machine. Install it (apt-get install libtorch-dev), or name a folder or an archive of one with -Path.", libTorch);
            if (text.Contains("CNN0006", StringComparison.Ordinal)) throw RuntimeErrors.ToolMissing($"The headers of libjpeg or libpng are missing, which decode pictures. {Advice}");
            if (text.Contains("CMAKE_CXX_COMPILER", StringComparison.Ordinal)) throw RuntimeErrors.ToolMissing($"A C++ compiler was not found; it builds the library that reaches libtorch. {Advice}");
            throw RuntimeErrors.Failed($"CMake could not prepare the build: {End(text)}", libTorch);
        }

        (status, text) = Tool(message, cancellation, "--build", build, "-j", Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (status != 0) throw RuntimeErrors.Failed($"The library did not compile: {End(text)}", libTorch);
        string library = Path.Combine(build, RuntimePlaces.FileName);
        return File.Exists(library) ? build : throw RuntimeErrors.Failed($"The build ended without {library}.", libTorch);
    }

    private static (int Status, string Text) Tool(Action<string>? message, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("cmake") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw RuntimeErrors.ToolMissing($"CMake was not found; it builds the library that reaches libtorch. {Advice}");
        }

        using CancellationTokenRegistration stop = cancellation.Register(() =>
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It ended in the same moment.
            }
        });
        // Both streams are read, or a full one would stop the tool. What is told is told on the caller's thread.
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (!cancellation.IsCancellationRequested) message?.Invoke(line);
        }

        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, string.Join('\n', lines) + "\n" + errors.GetAwaiter().GetResult());
    }

    // The last lines say what went wrong; the whole text may have thousands.
    private static string End(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(20));
}
