using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace CnnTools.Engine.Tests.TensorBoard;

/// <summary>A reader of event files that shares nothing with the writer: Python, with a CRC and a protobuf decoder of its own
/// (<c>read_events.py</c>).</summary>
internal static class EventReader
{
    private static readonly string s_script = Path.Combine(
        typeof(EventReader).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!, "tests", "CnnTools.Engine.Tests", "TensorBoard", "read_events.py");

    /// <summary>Why it cannot be used; null where it can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>Reads all event files of a folder, in the order of their names, as TensorBoard does.</summary>
    public static JsonElement[] Read(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal)];
        (int exitCode, string text) = Run([s_script, .. files]);
        Assert.True(exitCode == 0, text);
        return [.. JsonDocument.Parse(text).RootElement.EnumerateArray()];
    }

    private static string? FindMissing()
    {
        try
        {
            return Run(["-c", "print(1)"]).ExitCode == 0 ? null : "needs python3, which does not start here.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "needs python3 on the PATH; found none.";
        }
    }

    private static (int ExitCode, string Text) Run(string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? text : text + errors.GetAwaiter().GetResult());
    }
}

/// <summary>A fact that needs the reader; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EventReaderFactAttribute : FactAttribute
{
    public EventReaderFactAttribute() => Skip = EventReader.Missing!;
}
