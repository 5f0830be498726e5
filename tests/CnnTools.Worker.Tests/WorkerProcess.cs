using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CnnTools.Worker.Tests;

/// <summary>The worker as a process of its own, as a build starts it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _error = new();

    public WorkerProcess(string workingFolder, params string[] arguments) : this(workingFolder, new Dictionary<string, string>(), arguments)
    {
    }

    public WorkerProcess(string workingFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // What starts the tests may ignore SIGINT (nohup, a background job), and its children would ignore it too.
        string[] program = [.. OperatingSystem.IsLinux() ? (string[])["env", "--default-signal=INT"] : [], "dotnet", Path.Combine(AppContext.BaseDirectory, "CnnTools.Worker.dll"), .. arguments];
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // The tests share the processors; and a German user's decimal comma must not matter.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["LC_ALL"] = "de_DE.UTF-8";
        foreach ((string variable, string value) in environment) start.Environment[variable] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error) _error.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Reads lines up to one that fits; null at the end of the output.</summary>
    public string? ReadUntil(Predicate<string> fits)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
            if (fits(line)) return line;
        return null;
    }

    /// <summary>Sends a signal by its name, for instance <c>INT</c>.</summary>
    public void Signal(string name) => Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>Kills it at once, without starting another process to do so.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end for a while.</summary>
    /// <returns>Whether it came.</returns>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, the rest of the output and the error output.</returns>
    public (int Code, string Output, string Error) Finish()
    {
        string output = _process.StandardOutput.ReadToEnd();
        if (!_process.WaitForExit(Patience)) throw new TimeoutException("The worker did not end.");
        _process.WaitForExit(); // also waits for the last line of the error output
        lock (_error) return (_process.ExitCode, output, _error.ToString().Trim());
    }

    public static (int Code, string Output, string Error) Run(string workingFolder, params string[] arguments)
    {
        using var worker = new WorkerProcess(workingFolder, arguments);
        return worker.Finish();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
