using CnnTools.Core.Progress;

namespace CnnTools.Worker.Output;

/// <summary>Shows an installation of libtorch: a line for every tenth of a step on the output, and on a terminal one line of progress that is written over. A
/// build shows the lines that begin with <see cref="Prefix"/>.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="terminal">Where the moving line goes; null if nobody watches.</param>
/// <param name="verbose">True to write details.</param>
internal sealed class RuntimeConsole(TextWriter output, TextWriter? terminal, bool verbose)
{
    /// <summary>What every line begins with.</summary>
    public const string Prefix = "libtorch: ";

    private const string EraseLine = "\r\u001b[K";

    private string? _step;
    private long _tenth;

    /// <summary>Writes a line.</summary>
    public void WriteLine(string text)
    {
        terminal?.Write(EraseLine);
        output.WriteLine(Prefix + text);
    }

    /// <summary>Writes a detail.</summary>
    public void OnMessage(string text)
    {
        if (verbose) WriteLine(text);
    }

    /// <summary>Shows progress in bytes.</summary>
    public void OnProgress(DatasetProgress progress)
    {
        string item = FormattableString.Invariant($"{progress.Activity}: {progress.Item}, {progress.Done / 1e6:F0}{(progress.Total is { } total ? FormattableString.Invariant($" of {total / 1e6:F0}") : "")} MB");
        terminal?.Write(EraseLine + item);
        long tenth = progress.Total is > 0 ? 10 * progress.Done / progress.Total.Value : 0;
        if (progress.Activity == _step && tenth <= _tenth) return;
        (_step, _tenth) = (progress.Activity, tenth);
        WriteLine(item);
    }
}
