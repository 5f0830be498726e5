using CnnTools.Core.Progress;
using CnnTools.Worker.Diagnostics;

namespace CnnTools.Worker.Output;

/// <summary>Tells what an evaluation or a prediction does; on a terminal with one line of progress that is written over.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="terminal">Where the moving line goes; null where nobody watches.</param>
/// <param name="verbose">Whether details are written.</param>
/// <param name="quiet">Whether the output must hold nothing but the result, as JSON must.</param>
internal sealed class InferenceConsole(TextWriter output, TextWriter? terminal, bool verbose, bool quiet) : IInferenceObserver
{
    private const string EraseLine = "\r\u001b[K";

    private readonly DiagnosticWriter _diagnostics = new(output);

    /// <inheritdoc/>
    public void OnDataset(DatasetProgress progress) =>
        terminal?.Write($"{EraseLine}{progress.Activity}: {progress.Item} {progress.Done:N0}{(progress.Total is { } total ? $" of {total:N0}" : "")}");

    /// <inheritdoc/>
    public void OnProgress(int done, int total) => terminal?.Write($"{EraseLine}{done:N0} of {total:N0} images");

    /// <inheritdoc/>
    public void OnMessage(MessageLevel level, string text)
    {
        if (quiet || (level == MessageLevel.Verbose && !verbose)) return;
        Clear();
        if (level == MessageLevel.Warning) _diagnostics.Warning(DiagnosticCode.Warning, text);
        else output.WriteLine(text);
    }

    /// <summary>Takes the moving line off the terminal.</summary>
    public void Clear() => terminal?.Write(EraseLine);
}
